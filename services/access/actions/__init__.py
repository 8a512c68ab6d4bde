"""Actions of access.

`memberships` memberships and invitations · `school_setup` terms, days, classes and staff with an audit event ·
`provisioning` counties, schools and their first accounts, for the operator.
"""
