"""考核: rubric versions, scores computed from recorded work, confirmation by schools, publication by the county.

No proof is uploaded: each score shows its numerator, its denominator and the
rows behind them.
"""
