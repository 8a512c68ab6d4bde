"""What a school plans for a term.

Contains: work plan, required frequencies (from which all due work follows), leading group, deadlines of the county.
"""
