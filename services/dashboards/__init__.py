"""Figures: one rollup row per school and quarter, kept seconds behind the facts by an append-only dirty queue.

Measure 9. Rollup tables hold no names. Township, county and nation are sums of school rows.
"""
