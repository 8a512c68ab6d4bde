"""A school morning: every rule due at every school, alerts coming in."""
