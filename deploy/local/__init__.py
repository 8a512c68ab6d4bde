"""The service on one machine with nothing installed: embedded servers and all processes under one command.

``python -m deploy.local run`` starts it and stays in the foreground, ``python -m deploy.local stop`` ends it.
"""
