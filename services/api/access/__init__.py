"""Who may work where: invitations and memberships."""
