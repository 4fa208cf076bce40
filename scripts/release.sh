#!/bin/sh
# What a new version of the portal needs once, before its processes start: tables, rights, catalogue, static files.
# Runs as the owner of the tables; the processes themselves only know DATABASE_URL. Safe to run again.
set -eu
cd "$(dirname "$0")/.."
export DATABASE_URL="${MIGRATION_DATABASE_URL:-$DATABASE_URL}"
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-cmiportal.settings.prod}"
python manage.py check --deploy
python manage.py migrate --no-input
python manage.py grant_application_role
python manage.py import_catalogue qualifications/data/catalogue.json
python manage.py import_membership membership/data/membership.json
python manage.py import_networks events/data/networks.json
python manage.py import_insights insights/data
python manage.py note_awards
python manage.py rebuild_search
python manage.py collectstatic --no-input
