"""What a resource declares, and what follows from it.

`serializers` made of `fields` and `references` · `filters` of its list · `rows` from the database to JSON ·
`user_names` names of users, read once for a page.
"""
