"""Permissions, roles, memberships, invitations, grants on single objects, and the audit log.

Serves the child protection laws. Models: Membership, Invitation, AccountLink, Grant (abstract), AuditEvent. A role
gives permissions at a whole tenant; a grant gives one person one permission on one child, with a reason and an end.
"""
