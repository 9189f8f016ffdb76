#!/bin/bash
# Run once by the PostgreSQL image, when its volume is new: the two roles and the database.
set -euo pipefail
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --file /roles.sql
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
    --set owner="$VSH_OWNER_PASSWORD" --set web="$VSH_WEB_PASSWORD" <<'SQL'
ALTER ROLE vsh_owner PASSWORD :'owner';
ALTER ROLE vsh_web PASSWORD :'web';
CREATE DATABASE vsh OWNER vsh_owner;
SQL
