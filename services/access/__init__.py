"""Who may: the May catalogue, roles, memberships, invitations, grants on one object, and the trail of who saw what.

Measure: + (law). Coarse power is a membership's role and nothing else; power over one child is a grant with a reason.
"""
