"""Pupils and their families, the care file of a left-behind child, its contact card, and the roster import.

Measure 4. Facts are stored, never one flag: who counts as left behind is computed as of a date (queries/basis.py).
"""
