#!/bin/sh
# Runs once, when the database is made: the login of API and worker. It may work as turnstone_app and as nobody else.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -v word="$SERVICE_PASSWORD" <<'SQL'
create role turnstone_app nologin;
create role turnstone_service login noinherit in role turnstone_app password :'word';
SQL
