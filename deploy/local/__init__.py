"""The house on one machine without anything installed: embedded servers and all parts under one command.

``python -m deploy.local run`` starts it and stays in the foreground, ``python -m deploy.local stop`` ends it.
"""
