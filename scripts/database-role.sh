#!/bin/sh
# Run once by the database's image, on its first start: the role of web, worker and beat, with its password.
# What that role may do is given after each migrate, by manage.py grant_application_role.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --quiet \
    --set role="$APPLICATION_ROLE" --set password="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
SQL
