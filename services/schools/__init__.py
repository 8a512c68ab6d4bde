"""County, township, school, site, class, term and school days; tenancy, scope and row-level security.

Serves every measure. Models: County, Township, School, Site, Staff, Officer, Term, SchoolDay, SchoolClass. A tenant is
a legal school or a county. Every app above takes its table bases from `tenancy` and opens its work with `scope`; `rls`
derives the database's policies from both.
"""
