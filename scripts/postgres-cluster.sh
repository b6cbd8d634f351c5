# shellcheck shell=bash
# A private cluster under .relaykit/postgres, run straight from the binaries. PostgreSQL refuses root, so root runs it as
# another user; when that user cannot enter the clone, the data lies in /var/lib/relaykit-dev and is linked from there.

PG_BIN=''
PG_USER=''
PG_AS=() # the prefix that makes a command run as PG_USER; empty when that is already who we are

readonly PG_LINK=$STATE_DIR/postgres
readonly PG_LOG=$LOG_DIR/postgres.log

# Sets PG_BIN: the binaries of the major version that made the data, else the newest that is new enough.
find_postgres_binaries() {
  local bin major wanted='' best=0
  local -a candidates=(/usr/lib/postgresql/*/bin)
  PG_BIN=''
  if [[ -n ${RELAYKIT_POSTGRES_BIN+set} ]]; then
    candidates=("$RELAYKIT_POSTGRES_BIN")
  elif bin=$(command -v initdb); then
    candidates+=("$(dirname "$(readlink -f "$bin")")")
  fi
  [[ ! -s $PG_LINK/data/PG_VERSION ]] || wanted=$(<"$PG_LINK/data/PG_VERSION")
  for bin in "${candidates[@]}"; do
    [[ -x $bin/initdb && -x $bin/postgres && -x $bin/psql ]] || continue
    major=$("$bin/postgres" --version | sed -n 's/^[^0-9]*\([0-9]*\).*/\1/p')
    if [[ $major -ge $PG_OLDEST && $major -gt $best && (-z $wanted || $major == "$wanted") ]]; then
      PG_BIN=$bin best=$major
    fi
  done
  [[ -z $wanted || -n $PG_BIN ]] ||
    die "The data in .relaykit/postgres was made by PostgreSQL $wanted, and no PostgreSQL $wanted is here." \
      "Install postgresql-$wanted, or start anew with an empty database: ./relaykit reset"
  [[ -n $PG_BIN ]]
}

start_cluster() {
  local -a settings=(-c "port=$PG_PORT")
  prepare_data_directory
  clear_stale_lock
  start_process postgres "$PG_LOG" / "${PG_AS[@]}" "$PG_BIN/postgres" -D "$PG_DATA" "${settings[@]}"
  # Long enough for crash recovery of a busy database.
  wait_until_ready postgres "PostgreSQL on port $PG_PORT" "$PG_LOG" 120 cluster_answers
  PG_KIND=cluster sql postgres 'SELECT 1' >/dev/null 2>&1 ||
    die "PostgreSQL refuses the password in .relaykit/secrets.env." \
      'That file is newer than the data; ./relaykit reset starts anew with an empty database.'
}

cluster_answers() { "$PG_BIN/pg_isready" -q -h 127.0.0.1 -p "$PG_PORT" -d postgres -U relaykit; }

# Sets PG_DATA, PG_USER and PG_AS, and makes the data when there is none.
prepare_data_directory() {
  choose_postgres_user
  place_data_directory
  PG_DATA=$(readlink -f "$PG_LINK")/data
  [[ ! -s $PG_DATA/PG_VERSION ]] || return 0
  create_cluster
}

choose_postgres_user() {
  PG_AS=() PG_USER=$(id -un)
  ((EUID == 0)) || return 0
  if [[ -e $PG_LINK/data/PG_VERSION ]]; then
    PG_USER=$(stat -c %U "$PG_LINK/data/PG_VERSION")
  elif getent passwd postgres >/dev/null; then
    PG_USER=postgres
  else
    PG_USER=relaykit-pg
    getent passwd "$PG_USER" >/dev/null || {
      say "PostgreSQL does not run as root: adding the system user $PG_USER"
      useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$PG_USER" ||
        die "Cannot add the system user $PG_USER."
    }
  fi
  PG_AS=(setpriv "--reuid=$PG_USER" "--regid=$(id -g "$PG_USER")" --init-groups --reset-env)
  "${PG_AS[@]}" test -x "$PG_BIN/postgres" ||
    die "The user $PG_USER, as whom root would run PostgreSQL, cannot run $PG_BIN/postgres."
}

# Everything under .relaykit/postgres belongs to PG_USER alone. Whether that user can get there is tried, not guessed.
place_data_directory() {
  local outside recorded
  outside=/var/lib/relaykit-dev/$CLONE_ID
  if [[ -L $PG_LINK ]]; then
    recorded=$(readlink "$PG_LINK")
    [[ $recorded == "$outside" ]] || adopt_outside_directory "$recorded"
    mkdir -p "$PG_LINK/" 2>/dev/null || rm -f "$PG_LINK"
  fi
  if [[ ! -e $PG_LINK ]]; then
    mkdir -m 700 "$PG_LINK" || die "Cannot create $PG_LINK."
    [[ ${#PG_AS[@]} -eq 0 ]] || chown "$PG_USER:" "$PG_LINK"
  fi
  if [[ ${#PG_AS[@]} -gt 0 ]] && ! (cd / && "${PG_AS[@]}" test -w "$(readlink -f "$PG_LINK")"); then
    [[ ! -e $PG_LINK/data ]] || die "The user $PG_USER, who owns the data in $PG_LINK, can no longer enter it." \
      'Give back the permissions of the folders above it, or start anew: ./relaykit reset'
    rmdir "$PG_LINK" || die "Cannot replace $PG_LINK."
    say "The user $PG_USER cannot enter this clone: PostgreSQL's data goes to $outside"
    {
      (umask 022 && mkdir -p /var/lib/relaykit-dev) && (umask 077 && mkdir -p "$outside") && chown "$PG_USER:" "$outside" &&
        printf '%s\n' "$ROOT" >"$outside/clone" && ln -s "$outside" "$PG_LINK"
    } || die "Cannot create $outside."
  fi
}

# A clone that was moved keeps its data where it is; the data that a copied clone points to is the original's.
adopt_outside_directory() {
  ! belongs_to_another_clone "$1" ||
    die "This clone is a copy of $(<"$1/clone"), whose PostgreSQL data it still points to." "Unlink it: rm '$PG_LINK'"
  [[ ! -d $1 ]] || printf '%s\n' "$ROOT" >"$1/clone"
}

belongs_to_another_clone() {
  local owner
  owner=$(cat "$1/clone" 2>/dev/null)
  [[ -n $owner && $owner != "$ROOT" && $(readlink "$owner/.relaykit/postgres") == "$1" ]]
}

# initdb works beside the final place and is renamed when it is whole, so that an interrupted one leaves nothing half made.
create_cluster() {
  local holder=${PG_DATA%/data} log=$LOG_DIR/initdb.log
  local new=$holder/data.new password=$holder/password
  rm -rf "$new" "$password"
  (umask 077 && printf '%s\n' "$POSTGRES_PASSWORD" >"$password") || die "Cannot write in $holder."
  [[ ${#PG_AS[@]} -eq 0 ]] || chown "$PG_USER:" "$password"
  rotate_log "$log"
  run_step "Creating a private PostgreSQL $("$PG_BIN/postgres" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/') cluster" "$log" \
    env -C / "${PG_AS[@]}" "$PG_BIN/initdb" -D "$new" --username=relaykit --pwfile="$password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums ||
    { rm -f "$password"; show_tail "$log"; die 'initdb failed.'; }
  rm -f "$password"
  # Unix sockets are off: a socket's path is limited to 107 bytes, and a clone's path is not.
  cat >>"$new/postgresql.conf" <<SETTINGS || die "Cannot write $new/postgresql.conf."

# RelayKit's development cluster: 127.0.0.1 only, durable as in production.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = $(shared_buffers)
# Checkpoints by the clock: one that a full log asks for writes for ten seconds and makes every page's next change dearer.
max_wal_size = 8GB
min_wal_size = 2GB
checkpoint_timeout = 15min
fsync = on
synchronous_commit = on
full_page_writes = on
log_line_prefix = '%m [%p] %q%u@%d '
SETTINGS
  mv "$new" "$PG_DATA" || die "Cannot rename $new."
}

# An eighth of the machine's memory, from 128 MB to 1 GB: what a database that is written to all the time works in.
shared_buffers() {
  local kilobytes megabytes
  kilobytes=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
  megabytes=$((${kilobytes:-0} / 1024 / 8))
  ((megabytes >= 128)) || megabytes=128
  ((megabytes <= 1024)) || megabytes=1024
  printf '%sMB' "$megabytes"
}

# Sets PG_PORT when a postmaster runs on this clone's data, whoever started it, and records it.
cluster_running() {
  local pid port data
  data=$(readlink -f "$PG_LINK/data" 2>/dev/null) || return 1
  [[ -s $data/postmaster.pid ]] || return 1
  { read -r pid && read -r _ && read -r _ && read -r port; } <"$data/postmaster.pid" || return 1
  is_postmaster "$pid" "$data" || return 1
  PG_KIND=cluster PG_PORT=$port
  record_runs "$RUN_DIR/postgres.pid" || record_process "$RUN_DIR/postgres.pid" "$pid" postgres
}

# is_postmaster PID DATA: a postmaster works in its data directory, and no stranger does.
is_postmaster() {
  process_runs "$1" && [[ $(<"/proc/$1/comm") == postgres && $(readlink "/proc/$1/cwd") == "$2" ]]
}

# PostgreSQL itself drops a lock whose process is gone, but not one whose pid now belongs to another process of the same
# user. The lock also guards against backends of a killed postmaster, so those are waited for first.
clear_stale_lock() {
  local deadline=$((SECONDS + 30))
  [[ -e $PG_DATA/postmaster.pid ]] || return 0
  say 'PostgreSQL was not shut down last time; it will recover from its log'
  while works_in "$PG_DATA"; do
    ((SECONDS < deadline)) || die "Processes of a killed PostgreSQL still run on $PG_DATA." 'End them, then try again.'
    sleep 0.2
  done
  rm -f "$PG_DATA/postmaster.pid"
}

works_in() {
  local cwd
  for cwd in /proc/[0-9]*/cwd; do
    [[ $(readlink "$cwd" 2>/dev/null) != "$1" ]] || return 0
  done
  return 1
}

# SIGINT is PostgreSQL's fast shutdown: sessions are ended and a checkpoint is written.
stop_cluster() { stop_record "$RUN_DIR/postgres.pid" PostgreSQL 60 INT; }

remove_cluster_data() {
  local outside
  outside=$(readlink "$PG_LINK") || return 0
  [[ $outside =~ ^/var/lib/relaykit-dev/[0-9a-f]{12}$ ]] || return 0
  belongs_to_another_clone "$outside" || rm -rf "$outside"
  rmdir /var/lib/relaykit-dev 2>/dev/null || true
}
