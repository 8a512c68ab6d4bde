"""Dashboards: one rollup row per school and quarter, kept seconds behind the facts by an append-only queue.

Rollup tables hold no names. Townships and counties are sums of school rows.
Small groups, and what gives them away by subtraction, are withheld from readers outside a school: `suppression`.
"""
