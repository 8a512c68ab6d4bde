"""What a school sets out to do in a term. Measure 1.

Contains: work plan, required frequencies (from which all due work follows), leading group, deadlines of the county.
"""
