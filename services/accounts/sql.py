"""SQL of this app."""

# Count one attempt of (kind, key), or begin a new window where the last began before `since`; returns the count.
COUNT_ATTEMPT = """
INSERT INTO accounts_attempts AS attempts (kind, key, count, began_at)
VALUES (%(kind)s, %(key)s, 1, %(now)s)
ON CONFLICT (kind, key) DO UPDATE SET
    count = CASE WHEN attempts.began_at <= %(since)s THEN 1 ELSE attempts.count + 1 END,
    began_at = CASE WHEN attempts.began_at <= %(since)s THEN excluded.began_at ELSE attempts.began_at END
RETURNING count
"""

READ_ATTEMPTS = """
SELECT count FROM accounts_attempts WHERE kind = %(kind)s AND key = %(key)s AND began_at > %(since)s
"""

CLEAR_ATTEMPTS = "DELETE FROM accounts_attempts WHERE kind = %(kind)s AND key = %(key)s"

# Take the time step of a code; no row comes back where this or a later step of the user was used before.
USE_STEP = """
INSERT INTO accounts_usedstep AS used (user_id, step) VALUES (%(user)s, %(step)s)
ON CONFLICT (user_id) DO UPDATE SET step = excluded.step WHERE used.step < excluded.step
RETURNING step
"""
