"""PostgreSQL: who may log in (`roles.sql`), what the server is told (`postgresql.conf`), and `apply` for both."""
