"""What a school sets out to do in a term: leading group, goals, and the norms that make every due date. Measure 1.

Lives here: work plan, norm, member of the leading group.
"""
