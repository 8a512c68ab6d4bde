"""The demo county: invented schools, people and a term of work, made by the same actions that people use.

A third door beside web and api, opened by the operator: `manage.py demo [--size s|m|l]`. `names`, `families` and
`people` invent, `workbook` writes the rosters, `story` lets the year pass, `chapters` is what happens in it.
"""
