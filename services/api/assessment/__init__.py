"""`rubrics assessment-rounds scores`: the scoring rules, the assessment of a quarter, its results."""
