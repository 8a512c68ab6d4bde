"""The demo county: invented schools and people, and the work of their terms up to this minute.

An interface beside web and api that the operator opens: `manage.py demo [--size s|m|l]`. `synthetic` invents people,
rosters and measurements; `timeline` has the dates; `steps` calls the public actions of the apps; `loading` puts the
steps in order.
"""
