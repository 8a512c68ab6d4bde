"""`rubrics assessment-rounds scores`: what is counted, when, and what came of it."""
