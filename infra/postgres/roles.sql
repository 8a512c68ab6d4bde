-- The roles and logins of Nuanyang, once per cluster. Idempotent; privileges added by others are removed.
--
--   r_school, r_county, r_worker   no login; the row-level security policies and grants are written for these
--   owner    migrations only; INHERITs r_worker, so data migrations see rows in spite of FORCE ROW LEVEL SECURITY
--   web      may become r_school or r_county, nothing by itself
--   worker   may become these and r_worker, nothing by itself

DO $roles$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('r_school', false, true), ('r_county', false, true), ('r_worker', false, true),
            ('owner', true, true), ('web', true, false), ('worker', true, false)
        ) AS list (name, login, inherit)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I', wanted.name);
        END IF;
        EXECUTE format('ALTER ROLE %I %s %s NOCREATEROLE', wanted.name,
            CASE WHEN wanted.login THEN 'LOGIN' ELSE 'NOLOGIN' END,
            CASE WHEN wanted.inherit THEN 'INHERIT' ELSE 'NOINHERIT' END);
        -- Only a superuser may name these attributes, even to switch them off: skip them where they are right.
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name AND (rolsuper OR rolbypassrls OR rolreplication)) THEN
            EXECUTE format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS NOREPLICATION', wanted.name);
        END IF;
    END LOOP;
END
$roles$;

DO $memberships$
DECLARE
    wanted record;
    stray record;
BEGIN
    CREATE TEMPORARY TABLE wanted_membership ON COMMIT DROP AS
        SELECT * FROM (VALUES
            ('owner', 'r_worker'),
            ('web', 'r_school'), ('web', 'r_county'),
            ('worker', 'r_school'), ('worker', 'r_county'), ('worker', 'r_worker')
        ) AS list (member, role);
    FOR stray IN
        SELECT m.rolname AS member, r.rolname AS role
        FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid
        WHERE m.rolname IN ('r_school', 'r_county', 'r_worker', 'owner', 'web', 'worker')
          AND (m.rolname, r.rolname) NOT IN (SELECT member, role FROM wanted_membership)
    LOOP
        EXECUTE format('REVOKE %I FROM %I', stray.role, stray.member);
    END LOOP;
    FOR wanted IN
        SELECT * FROM wanted_membership w WHERE NOT EXISTS (
            SELECT FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid
            WHERE m.rolname = w.member AND r.rolname = w.role)
    LOOP
        EXECUTE format('GRANT %I TO %I', wanted.role, wanted.member);
    END LOOP;
END
$memberships$;
