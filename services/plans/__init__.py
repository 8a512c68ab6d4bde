"""The leading group and the work plan with its norms: how often a talk, a visit, a call is due.

Measure 1. Every due date of care follows from a norm written here.
"""
