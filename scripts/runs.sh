# shellcheck shell=bash
# demo, bench and audit: programs of ours that get a database and everything else by environment, and the terminal.

ATTENDED=''

# run_attended COMMAND...: in the foreground of the terminal. Not a plain call, since bash would put off our traps until it
# ends; so a signal to this script alone reaches the program as well.
run_attended() {
  env --default-signal=INT,QUIT "RELAYKIT_STARTED_BY=$COMMAND:$ROOT" "$@" <&0 9>&- &
  ATTENDED=$!
  wait "$ATTENDED"
}

# The program is asked first, so that it can stop its own children.
stop_attended() {
  local deadline=$((SECONDS + 15))
  AT_EXIT=''
  if [[ -n $ATTENDED ]] && process_runs "$ATTENDED"; then
    kill -TERM "$ATTENDED" 2>/dev/null
    while process_runs "$ATTENDED" && ((SECONDS < deadline)); do sleep 0.1; done
  fi
}

# Whatever is left is swept.
stop_run() {
  stop_attended
  ! sweep "$COMMAND" || true
  postgres_release
  [[ $COMMAND == audit ]] || rm -f "$RUN_DIR/instance.pid" "$RUN_DIR/api-url"
}

command_demo() {
  local keep='' code=0
  while (($# > 0)); do
    case $1 in
      --keep) keep=yes ;;
      -h | --help) help_for demo; return ;;
      *) usage_error "'demo' has no option '$1'." "Try './relaykit demo --help'." ;;
    esac
    shift
  done
  prepare_run
  require_port "$RELAYKIT_SIMULATOR_PORT" 'the LiveKit simulator' RELAYKIT_SIMULATOR_PORT
  require_port "$RELAYKIT_STORE_PORT" "the simulator's object store" RELAYKIT_STORE_PORT
  require_port "$RELAYKIT_STRIPE_PORT" 'the Stripe simulator' RELAYKIT_STRIPE_PORT
  build Building src/Silo/RelayKit.Silo.csproj src/LiveKit.Simulator/RelayKit.LiveKit.Simulator.csproj src/Stripe.Simulator/RelayKit.Stripe.Simulator.csproj src/Cli/RelayKit.Cli.csproj
  prepare_database relaykit_demo
  # Whatever bucket is configured: nobody's real one is for demonstrations either.
  STORE_URL=http://127.0.0.1:$RELAYKIT_STORE_PORT
  configure_storage
  STRIPE_URL=http://127.0.0.1:$RELAYKIT_STRIPE_PORT
  configure_payment 1
  export LIVEKIT_S3_ACCESS_KEY=$STORE_KEY_ID LIVEKIT_S3_SECRET=$STORE_SECRET
  export RELAYKIT_DEMO_SILO_DLL=$SILO_DLL RELAYKIT_DEMO_SIMULATOR_DLL=$SIMULATOR_DLL RELAYKIT_DEMO_STRIPE_DLL=$STRIPE_DLL
  [[ -z $keep ]] || export RELAYKIT_DEMO_KEEP=1
  run_attended "$DOTNET" "$CLI_DLL" demo --root "$ROOT" || code=$?
  if [[ -n $keep ]]; then
    AT_EXIT=''
    : >"$LEASE_DIR/kept"
    rm -f "$LEASE_DIR/$$" "$RUN_DIR/instance.pid"
    say "Kept running: PostgreSQL with the database relaykit_demo, and what the demo left; './relaykit down' stops it."
  else
    stop_run
  fi
  return "$code"
}

command_bench() {
  local name=webhooks code=0
  case ${1:-} in
    -h | --help) help_for bench; return ;;
    '' | -*) ;;
    *) name=$1; shift ;;
  esac
  prepare_run
  build Building src/Silo/RelayKit.Silo.csproj src/LiveKit.Simulator/RelayKit.LiveKit.Simulator.csproj bench/RelayKit.Bench.csproj
  prepare_database relaykit_bench
  export RELAYKIT_BENCH_SILO_DLL=$SILO_DLL RELAYKIT_BENCH_API_DLL=$API_DLL RELAYKIT_BENCH_SIMULATOR_DLL=$SIMULATOR_DLL
  run_attended "$DOTNET" "$BENCH_DLL" "$name" "$@" || code=$?
  stop_run
  return "$code"
}

# What demo and bench have in common before the build: no other instance, free ports, keys.
prepare_run() {
  prepare_state
  require_dotnet
  load_secrets
  API_URL=http://127.0.0.1:$RELAYKIT_API_PORT
  # Against the simulator, also when a LiveKit is configured: nobody's real rooms are for demonstrations.
  use_simulator_keys
  claim_instance
  AT_EXIT=stop_run
  require_silo_ports
}

# prepare_database NAME: a database of its own for each run, and all that a Silo and a simulator need, by environment.
prepare_database() {
  postgres_acquire
  fresh_database "$1"
  export RelayKit__Postgres=$PG_CONNECTION RelayKit__OperatorKey=$OPERATOR_KEY RelayKit__Secrets__WrappingKeys__0=$WRAPPING_KEY
  export RelayKit__LiveKit__0__Url=$LIVEKIT_URL
  export RelayKit__LiveKit__0__ApiKey=$LIVEKIT_API_KEY RelayKit__LiveKit__0__ApiSecret=$LIVEKIT_API_SECRET
  # Nobody balances here who would have to notice a stop first.
  export RelayKit__Shutdown__DrainDelay=${RelayKit__Shutdown__DrainDelay:-00:00:00}
  export RelayKit__Silo__SiloPort=$RELAYKIT_SILO_PORT RelayKit__Silo__GatewayPort=$RELAYKIT_GATEWAY_PORT
  export LIVEKIT_KEYS="$LIVEKIT_API_KEY: $LIVEKIT_API_SECRET"
  export RELAYKIT_API_PORT RELAYKIT_SIMULATOR_PORT RELAYKIT_SILO_PORT RELAYKIT_GATEWAY_PORT
}

command_audit() {
  local connection=${RelayKit__Postgres:-} code=0
  case ${1:-} in -h | --help) help_for audit; return ;; esac
  # 1 says that something differs, and nobody has looked yet.
  DIES_WITH=$EXIT_USAGE
  prepare_state
  [[ -n $connection ]] || connection=$(dev_json postgres)
  [[ -n $connection ]] || die 'There is no database to audit: RelayKit__Postgres is not set, and there is no .relaykit/dev.json.' \
    "Name one, or let './relaykit up' make one first."
  require_dotnet
  load_secrets
  AT_EXIT=stop_run
  build Building src/Cli/RelayKit.Cli.csproj
  # Our own cluster may be at rest, or may have come back on another port.
  if [[ -z ${RelayKit__Postgres:-} && $connection == *"Password=$POSTGRES_PASSWORD" ]]; then
    postgres_acquire
    connection=$PG_CONNECTION
  fi
  export RelayKit__Postgres=$connection
  run_attended "$DOTNET" "$CLI_DLL" audit "$@" || code=$?
  stop_run
  return "$code"
}
