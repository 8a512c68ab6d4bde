"""PostgreSQL: roles and logins (`roles.sql`), server settings (`postgresql.conf`), and `apply` for both."""
