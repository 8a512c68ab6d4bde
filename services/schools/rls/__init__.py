"""Row-level security: policies, grants and composite keys, derived from the models after every migrate.

`plan` gives the SQL for each table, `apply` executes what differs, as the owner. A table that is neither a tenant
table nor in `unscoped_tables` has no grant, so nobody can read it.
"""
