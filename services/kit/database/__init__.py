"""What every app needs of PostgreSQL: bulk writes, advisory locks, lost races, the address."""
