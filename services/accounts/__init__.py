"""Users: login, lock-out, password rules. No real names: those are in the rows of schools and counties.

Models: User, Attempts, UsedStep.
"""
