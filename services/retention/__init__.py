"""How long each kind of row is kept, what is deleted when, and what was deleted.

Models: RetentionList (what a county is about to delete, waiting for somebody's confirmation) and Deletion (how many
rows of a kind went). `rules` is the table of every kind; it is the only place that says how long something is kept.
"""
