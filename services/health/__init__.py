"""Checkups: campaigns, scheduling within a clinic's capacity, result entry, screening by national standards, findings.

Measure 6. Results are sealed from the county; it sees counts.
"""
