"""Where everybody lives: county, township, school, site, class, term, school days; the kinds of table and the scope.

Measure: all. A tenant is a legal school; its teaching points are sites of it. This is ground 3: every room above
inherits its tables from `kinds`, opens its work with `scope`, and stands behind the `wall` built from both.
"""
