"""考核: a rubric version, scores computed from recorded work, the schools' confirmation, the county's publication.

Measure 7. Nothing is uploaded: each score shows its numerator, its denominator and the rows behind them.
"""
