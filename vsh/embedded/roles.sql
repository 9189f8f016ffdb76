-- The two database roles, made by the superuser before the database. Safe to run again.
-- What vsh_web may do with each table is granted after every migration (vsh.accounts).

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vsh_web') THEN
        CREATE ROLE vsh_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vsh_owner') THEN
        CREATE ROLE vsh_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
END
$$;

-- The owner may become the web's role (the tests do), but has none of its rights by itself.
GRANT vsh_web TO vsh_owner WITH INHERIT FALSE, SET TRUE;
