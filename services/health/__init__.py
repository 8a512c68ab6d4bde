"""Checkups: campaigns, scheduling within a clinic's capacity, results, screening by national standards, findings.

Item 6 of the schools' list of measures. Results are sealed from the county, which sees counts.
"""
