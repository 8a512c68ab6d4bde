"""Actions of access.

`memberships` roles of people · `invitations` links to become a member · `account_links` help people back in, or put
them out · `own_email` a person's verified address · `school_setup` terms, days, classes and staff with an audit event ·
`school_directory` the county's schools · `counties` counties and their first officers, `provisioning` a school with its
first account, for the operator · `audit_export` the audit log as a workbook.
"""
