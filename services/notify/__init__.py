"""Notices and their delivery: a ledger with leases and tokens; inbox, e-mail and SMS behind one small interface.

Measure 8. A promise is a row written in the business transaction; the queue only hurries it.
"""
