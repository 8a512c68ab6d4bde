"""Actions of access.

`memberships` roles of people · `invitations` links to become a member · `account_links` help people back in, or put
them out · `school_setup` terms, days, classes and staff with an audit event · `provisioning` counties, schools and
their first accounts, for the operator · `audit_export` the audit log as a workbook.
"""
