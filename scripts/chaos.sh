# shellcheck shell=bash
# chaos: bad weather over processes and a PostgreSQL of the run's own, all at free ports, so that whatever else runs in this
# clone is left alone.

CHAOS_DIR=''

command_chaos() {
  local code=0
  case ${1:-} in -h | --help) help_for chaos; return ;; esac
  # 1 says that the ledger is wrong, and nobody has looked yet.
  DIES_WITH=$EXIT_USAGE
  prepare_state
  require_dotnet
  load_secrets
  claim_chaos
  AT_EXIT=stop_chaos
  build Building src/Silo/RelayKit.Silo.csproj src/Api/RelayKit.Api.csproj \
    src/LiveKit.Simulator/RelayKit.LiveKit.Simulator.csproj src/Cli/RelayKit.Cli.csproj
  place_chaos
  prepare_chaos
  run_attended "$DOTNET" "$CLI_DLL" chaos --root "$ROOT" "$@" || code=$?
  stop_chaos
  return "$code"
}

claim_chaos() {
  lock_state
  ! record_runs "$RUN_DIR/chaos.pid" || die "Chaos already runs in this clone (pid $RECORD_PID)."
  record_process "$RUN_DIR/chaos.pid" "$$" chaos
  ! sweep chaos || true
  unlock_state
}

# Outside the clone, which the user that PostgreSQL runs as may not be able to enter.
place_chaos() {
  find_postgres_binaries || { install_postgres && find_postgres_binaries; } ||
    die "Chaos kills a PostgreSQL of its own, and no PostgreSQL $PG_OLDEST or later is on this machine." \
      'sudo apt-get install postgresql'
  choose_postgres_user
  CHAOS_DIR=$(mktemp -d "${TMPDIR:-/tmp}/relaykit-chaos.XXXXXX") || die 'Cannot create a folder for the run.'
  [[ ${#PG_AS[@]} -eq 0 ]] || chown "$PG_USER:" "$CHAOS_DIR"
}

# A PostgreSQL that is killed again and again is nobody else's; and all that a Silo, an Api and a simulator need, by environment.
prepare_chaos() {
  local PG_DATA=$CHAOS_DIR/data
  create_cluster
  # Far from that of another run in another clone: it is free while that one is down.
  PG_PORT=$(free_port_from $((RELAYKIT_POSTGRES_PORT + 100 + $$ % 1000)))
  rm -f "$LOG_DIR"/chaos-*.log
  RELAYKIT_CHAOS_POSTGRES_USER=$(printf '%s\n' ${PG_AS[@]+"${PG_AS[@]}"})
  RELAYKIT_CHAOS_POSTGRES_COMMAND=$(printf '%s\n' "$PG_BIN/postgres" -D "$PG_DATA" -c "port=$PG_PORT")
  export RELAYKIT_CHAOS_POSTGRES_USER RELAYKIT_CHAOS_POSTGRES_COMMAND
  RelayKit__Postgres=$(postgres_connection postgres)
  export RelayKit__Postgres RelayKit__OperatorKey=$OPERATOR_KEY RelayKit__Secrets__WrappingKeys__0=$WRAPPING_KEY
  use_simulator_keys
  export RelayKit__LiveKit__0__ApiKey=$LIVEKIT_API_KEY RelayKit__LiveKit__0__ApiSecret=$LIVEKIT_API_SECRET
  export RELAYKIT_CHAOS_SILO_DLL=$SILO_DLL RELAYKIT_CHAOS_API_DLL=$API_DLL RELAYKIT_CHAOS_SIMULATOR_DLL=$SIMULATOR_DLL
}

# The program stops what it started; whatever it could not is swept.
stop_chaos() {
  rm -f "$RUN_DIR/chaos.pid"
  stop_attended
  ! sweep chaos || true
  remove_chaos
}

remove_chaos() {
  [[ -n $CHAOS_DIR ]] || return 0
  rm -rf "$CHAOS_DIR"
  CHAOS_DIR=''
  rm -f "$RUN_DIR/chaos.pid"
}
