#!/bin/sh
# Run once, when PostgreSQL makes its data directory: the login that RelayKit serves with. 'migrate' admits it to what it needs.
set -eu

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$RELAYKIT_LOGIN_PASSWORD" <<'SQL'
create role relaykit_login login password :'password';
SQL
