"""Links to one page for people without an account: grandparents, parents, volunteers.

A link is of a registered kind, opens the page of that kind about one subject, and nothing else. Its token is stored as
a hash; a phone that has opened the link gets a session of its own (`LinkSession`), which is no login.
"""
