"""`duty-shifts`."""
