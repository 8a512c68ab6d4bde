"""The wall: row-level security, grants and composite keys, derived from the models after every migrate.

`plan` says what should stand, as SQL, from each model's kind; `build` makes it so, table by table, as the owner.
A table on no list has no grant: it fails closed.
"""
