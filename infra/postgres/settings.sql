-- What each login is told when it connects. Business days are computed in the county's own time zone, not here.
ALTER ROLE owner SET timezone = 'UTC';
ALTER ROLE web SET timezone = 'UTC';
ALTER ROLE worker SET timezone = 'UTC';

-- A page that takes longer has lost its reader; a forgotten transaction must not hold back the whole database.
ALTER ROLE web SET statement_timeout = '30s';
ALTER ROLE web SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE worker SET idle_in_transaction_session_timeout = '15min';
-- A migration that waits for a table stops every page behind it: rather fail and try again.
ALTER ROLE owner SET lock_timeout = '20s';
