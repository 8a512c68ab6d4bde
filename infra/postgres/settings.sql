-- Settings of each login. Business days are computed in the county's time zone, not here.
ALTER ROLE owner SET timezone = 'UTC';
ALTER ROLE web SET timezone = 'UTC';
ALTER ROLE worker SET timezone = 'UTC';

-- Nobody waits longer for a page; a forgotten transaction would hold back vacuum for the whole database.
ALTER ROLE web SET statement_timeout = '30s';
ALTER ROLE web SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE worker SET idle_in_transaction_session_timeout = '15min';
-- A migration that waits for a table blocks every page behind it: fail and try again.
ALTER ROLE owner SET lock_timeout = '20s';
