# shellcheck shell=bash
# One PostgreSQL for this clone, shared by every command that runs at the same time: each user of it holds a lease,
# and the last one out stops it. RelayKit__Postgres replaces it by a server that is never ours to start or stop.

PG_KIND=''       # external, cluster or container
PG_CONNECTION='' # for Npgsql
PG_PORT=''
PG_LEASED=''

readonly PG_OLDEST=15

# postgres_acquire [PORT]: a running server, on PORT if it has to be started; sets PG_KIND and PG_CONNECTION.
postgres_acquire() {
  if [[ -n ${RelayKit__Postgres:-} ]]; then
    PG_KIND=external PG_CONNECTION=$RelayKit__Postgres
    say "PostgreSQL: the one that RelayKit__Postgres names"
    return 0
  fi
  lock_state
  PG_LEASED=yes
  record_process "$LEASE_DIR/$$" "$$" "$COMMAND"
  choose_postgres
  if postgres_running; then
    say "PostgreSQL: already running on port $PG_PORT"
  else
    PG_PORT=${1:-$RELAYKIT_POSTGRES_PORT}
    require_port "$PG_PORT" PostgreSQL RELAYKIT_POSTGRES_PORT
    "start_$PG_KIND"
  fi
  PG_CONNECTION=$(postgres_connection relaykit)
  ensure_database
  unlock_state
}

# Ends this command's lease; stops PostgreSQL when nobody else uses it.
postgres_release() {
  [[ -n $PG_LEASED ]] || return 0
  PG_LEASED=''
  lock_state
  rm -f "$LEASE_DIR/$$"
  postgres_wanted || stop_postgres || true
  unlock_state
}

# A Silo that outlived the command that started it needs its database as much as a command does.
postgres_wanted() {
  local lease
  [[ ! -e $LEASE_DIR/kept ]] || return 0
  for lease in "$LEASE_DIR"/*; do
    ! record_runs "$lease" || return 0
  done
  find_silos_and_apis
  for lease in "${RECORDS[@]}"; do
    ! record_runs "$lease" || return 0
  done
  return 1
}

lock_state() {
  exec 9>"$RUN_DIR/lock"
  flock -n 9 && return 0
  step_begin 'Waiting for another relaykit command in this clone'
  flock -w 300 9 || die 'Another relaykit command has been starting or stopping PostgreSQL for 5 minutes.'
  step_end
}

unlock_state() { exec 9>&-; }

postgres_connection() {
  printf 'Host=127.0.0.1;Port=%s;Database=%s;Username=relaykit;Password=%s' "$PG_PORT" "$1" "$POSTGRES_PASSWORD"
}

# Sets PG_KIND: what made the data there is, else binaries on the machine, else apt, else a container.
choose_postgres() {
  if [[ -e $STATE_DIR/postgres-container ]]; then
    find_container_engine || die "This clone's PostgreSQL is a container, and no container engine answers." \
      'Start docker or podman, or drop the data: ./relaykit reset'
    PG_KIND=container
  elif find_postgres_binaries || { install_postgres && find_postgres_binaries; }; then
    PG_KIND=cluster
  elif find_container_engine; then
    PG_KIND=container
  else
    die "No PostgreSQL $PG_OLDEST or later is here, and none could be installed." \
      "Do one of these:" \
      "  - sudo apt-get install postgresql" \
      "  - start docker or podman" \
      "  - name a server: RelayKit__Postgres='Host=...;Database=...;Username=...;Password=...' ./relaykit $COMMAND"
  fi
}

# Sets PG_KIND and PG_PORT when this clone's PostgreSQL runs, recorded or not.
postgres_running() {
  if [[ -e $STATE_DIR/postgres-container ]]; then container_running; else cluster_running; fi
}

stop_postgres() {
  rm -f "$LEASE_DIR/kept"
  if postgres_running; then
    "stop_$PG_KIND"
  else
    # Interrupted before it had written its lock.
    stop_cluster
  fi
}

# The image and initdb make only 'postgres'; a first start that was interrupted may have left even that undone.
ensure_database() {
  [[ $(sql postgres "SELECT 1 FROM pg_database WHERE datname = 'relaykit'") == 1 ]] ||
    sql postgres 'CREATE DATABASE relaykit' >/dev/null ||
    die "Cannot create the database 'relaykit'."
}

# fresh_database NAME: drops and creates it on the server in use; sets PG_CONNECTION to it.
fresh_database() {
  local home=postgres
  [[ $PG_KIND != external ]] || home=$(connection_field Database "$PG_CONNECTION")
  sql "$home" "SET client_min_messages = warning" "DROP DATABASE IF EXISTS $1 WITH (FORCE)" "CREATE DATABASE $1" >/dev/null ||
    die "Cannot create a fresh database '$1'." 'The login needs the CREATEDB right (and to own the database of an earlier run).'
  if [[ $PG_KIND == external ]]; then
    PG_CONNECTION="$(without_field Database "$PG_CONNECTION");Database=$1"
  else
    PG_CONNECTION=$(postgres_connection "$1")
  fi
}

# sql DATABASE STATEMENT...: unaligned rows without headings, from the server in use.
sql() {
  local database=$1 statement arguments=(-X -q -A -t -v ON_ERROR_STOP=1)
  shift
  for statement in "$@"; do arguments+=(-c "$statement"); done
  case $PG_KIND in
    container) container_psql -d "$database" "${arguments[@]}" ;;
    external) external_psql "$database" "${arguments[@]}" ;;
    *)
      PGCONNECT_TIMEOUT=10 PGPASSWORD=$POSTGRES_PASSWORD \
        "$PG_BIN/psql" -h 127.0.0.1 -p "$PG_PORT" -U relaykit -d "$database" "${arguments[@]}" ;;
  esac
}

external_psql() {
  local psql=psql database=$1
  local -x PGPASSWORD PGSSLMODE=prefer PGCONNECT_TIMEOUT=10
  shift
  command -v psql >/dev/null || { ! find_postgres_binaries || psql=$PG_BIN/psql; }
  command -v "$psql" >/dev/null ||
    die "A fresh database on the server that RelayKit__Postgres names takes 'psql', which is not here." \
      'sudo apt-get install postgresql-client'
  PGPASSWORD=$(connection_field Password "$PG_CONNECTION")
  case $(connection_field 'SSL ?Mode' "$PG_CONNECTION") in
    [Dd]isable) PGSSLMODE=disable ;;
    [Rr]equire) PGSSLMODE=require ;;
    [Vv]erify*CA | verify-ca) PGSSLMODE=verify-ca ;;
    [Vv]erify*) PGSSLMODE=verify-full ;;
  esac
  "$psql" -h "$(connection_field 'Host|Server' "$PG_CONNECTION")" -p "$(connection_field Port "$PG_CONNECTION" 5432)" \
    -U "$(connection_field 'User ?name|User ?Id' "$PG_CONNECTION" "$USER")" -d "${database:-postgres}" "$@"
}

# connection_field PATTERN CONNECTION [DEFAULT]: a value of an Npgsql connection string (keys ignore case).
connection_field() {
  local part
  local -a parts
  IFS=';' read -ra parts <<<"$2"
  shopt -s nocasematch
  for part in "${parts[@]}"; do
    if [[ $part =~ ^[[:space:]]*($1)[[:space:]]*=[[:space:]]*(.*)$ ]]; then
      shopt -u nocasematch
      printf '%s' "${BASH_REMATCH[2]}"
      return 0
    fi
  done
  shopt -u nocasematch
  printf '%s' "${3-}"
}

# without_field PATTERN CONNECTION
without_field() {
  local part kept=''
  local -a parts
  IFS=';' read -ra parts <<<"$2"
  shopt -s nocasematch
  for part in "${parts[@]}"; do
    [[ $part =~ ^[[:space:]]*($1)[[:space:]]*= || -z $part ]] || kept+="${kept:+;}$part"
  done
  shopt -u nocasematch
  printf '%s' "$kept"
}
