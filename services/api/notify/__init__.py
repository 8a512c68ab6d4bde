"""Doors of notify: my inbox, the ledger, what goes out, calls to make, rules, incidents, lateness, ways out."""
