"""The launcher, the servers and the roles, tried with real processes."""
