"""Rows of a roster with an issue: shown as typed, corrected or left out, and the workbook read again with that."""
