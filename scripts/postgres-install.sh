# shellcheck shell=bash
# PostgreSQL for a machine that has none: Debian's package, else a container.

readonly APT_DROP_IN=/etc/postgresql-common/createcluster.d/relaykit-install.conf
readonly CONTAINER_IMAGE=${RELAYKIT_POSTGRES_IMAGE:-postgres:17-alpine}
readonly CONTAINER_PORT=5432
ENGINE=''

# install_postgres: apt as root or by sudo; fails when neither is to be had.
install_postgres() {
  local code=0
  may_install postgresql || return 1
  say "Installing Debian's package 'postgresql' (no cluster of its own is created or started)"
  APT_CLEAN_UP=("${AS_ROOT[@]}" rm -f "$APT_DROP_IN")
  # The package would otherwise create and start a cluster 'main' on port 5432.
  "${AS_ROOT[@]}" mkdir -p "${APT_DROP_IN%/*}" &&
    printf 'create_main_cluster = false\n' | "${AS_ROOT[@]}" tee "$APT_DROP_IN" >/dev/null || return 1
  apt_install 'Installing PostgreSQL' postgresql || code=$?
  apt_clean_up
  return "$code"
}

APT_CLEAN_UP=()
apt_clean_up() {
  [[ ${#APT_CLEAN_UP[@]} -eq 0 ]] || "${APT_CLEAN_UP[@]}" 2>/dev/null
  APT_CLEAN_UP=()
}

find_container_engine() {
  for ENGINE in docker podman; do
    ! command -v "$ENGINE" >/dev/null || ! timeout 15 "$ENGINE" info >/dev/null 2>&1 || return 0
  done
  ENGINE=''
  return 1
}

container_name() { printf 'relaykit-postgres-%s' "$CLONE_ID"; }

start_container() {
  local log=$LOG_DIR/postgres-container.log
  local -x POSTGRES_PASSWORD=$POSTGRES_PASSWORD
  printf '%s\n' "$ENGINE" >"$STATE_DIR/postgres-container"
  rotate_log "$log"
  "$ENGINE" rm -f "$(container_name)" >/dev/null 2>&1
  # The password goes by environment, so that no list of processes shows it.
  run_step "Starting PostgreSQL in a container ($ENGINE, $CONTAINER_IMAGE)" "$log" \
    "$ENGINE" run -d --name "$(container_name)" --shm-size 512m --stop-signal SIGINT \
    -p "127.0.0.1:$PG_PORT:$CONTAINER_PORT" -v "$(container_name):/var/lib/postgresql/data" \
    -e POSTGRES_USER=relaykit -e POSTGRES_DB=relaykit -e POSTGRES_PASSWORD -e POSTGRES_INITDB_ARGS=--data-checksums \
    "$CONTAINER_IMAGE" postgres -c max_connections=200 -c shared_buffers=256MB -c max_wal_size=8GB -c min_wal_size=2GB -c checkpoint_timeout=15min ||
    { rm -f "$STATE_DIR/postgres-container"; show_tail "$log"; die 'The container did not start.'; }
  wait_for_container
}

# The image starts a first, private server to make its data; only the second one listens on TCP.
wait_for_container() {
  local deadline=$((SECONDS + 120))
  step_begin 'Waiting for PostgreSQL'
  until "$ENGINE" exec "$(container_name)" pg_isready -q -h 127.0.0.1 -U relaykit >/dev/null 2>&1; do
    if ((SECONDS >= deadline)) || ! container_running; then
      step_end failed
      "$ENGINE" logs --tail 20 "$(container_name)" >&2
      die "PostgreSQL's container did not become ready."
    fi
    step_tick
    sleep 0.5
  done
  step_end
}

# Sets PG_PORT when the container runs.
container_running() {
  local mapped
  [[ -n $ENGINE ]] || find_container_engine || return 1
  mapped=$("$ENGINE" port "$(container_name)" "$CONTAINER_PORT/tcp" 2>/dev/null) || return 1
  [[ -n $mapped ]] || return 1
  PG_KIND=container PG_PORT=${mapped##*:}
}

stop_container() {
  run_step "Stopping PostgreSQL's container" "$LOG_DIR/postgres-container.log" "$ENGINE" stop -t 60 "$(container_name)"
  "$ENGINE" rm -f "$(container_name)" >/dev/null 2>&1
}

# Inside the container the image trusts its own socket.
container_psql() { "$ENGINE" exec "$(container_name)" psql -U relaykit "$@"; }

remove_container_data() {
  [[ -e $STATE_DIR/postgres-container ]] || return 0
  find_container_engine || die "This clone's database is in a container volume, and no container engine answers." \
    'Start docker or podman, then try again.'
  "$ENGINE" rm -f "$(container_name)" >/dev/null 2>&1
  "$ENGINE" volume rm -f "$(container_name)" >/dev/null 2>&1
}
