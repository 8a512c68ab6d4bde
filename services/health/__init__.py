"""Checkups: campaigns, scheduling within a clinic's capacity, results, screening by national standards, findings.

Results are sealed from the county, which sees counts.
"""
