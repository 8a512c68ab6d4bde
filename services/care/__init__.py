"""Pairing teachers with children, and what they do for them: talks, home visits, calls; what is due and what is late.

Measure 2. A pairing gives the teacher a grant on the child; ending it takes the grant back in the same transaction.
"""
