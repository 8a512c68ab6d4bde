"""Pupils and their families, the case file of a left-behind child, its contact card, and the roster import.

Facts are stored, never a flag: who counts as left behind is computed as of a day (queries/basis.py).
"""
