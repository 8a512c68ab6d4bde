"""Checks of one installation from one of its machines: what is wrong, and what to do about it.

`manage.py doctor` prints them, a page of the county shows them, `/readyz` runs those without which nothing works.
"""
