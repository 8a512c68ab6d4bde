"""Jobs: leases, retries, progress seen from outside."""
