"""PostgreSQL: who may log in (`roles.sql`), what the server is told (`postgresql.conf`), how both get there (`apply`)."""
