"""`pupils children guardians …`: lists, details and corrections by hand, contact cards, who may see a child."""
