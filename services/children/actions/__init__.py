"""Writes of this room by hand: the family, contacts, class teachers, contact cards. The import has its own package."""
