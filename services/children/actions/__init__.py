"""Writes of this app by hand: pupils, families, class teachers, contact cards. `importing` is a package of its own."""
