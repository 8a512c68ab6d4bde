"""Counts of the schools of a county, and of the classes and staff of a school."""
