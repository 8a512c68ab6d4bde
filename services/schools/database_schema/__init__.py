"""The tables as a release expects them, and what differs in a database: columns, keys, policies, grants, triggers."""
