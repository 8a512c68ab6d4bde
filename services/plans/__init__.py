"""What a school plans for a term. Item 1 of the schools' list of measures.

Contains: work plan, required frequencies (from which all due work follows), leading group, deadlines of the county.
"""
