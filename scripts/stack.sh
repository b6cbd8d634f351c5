# shellcheck shell=bash
# up, down and reset: PostgreSQL, the LiveKit simulator, Silos and Apis, as one thing.

readonly SIMULATOR_LOG=$LOG_DIR/simulator.log

command_up() {
  local detach='' simulator=yes build=yes
  SILOS=1 APIS=0
  while (($# > 0)); do
    case $1 in
      --detach) detach=yes ;;
      --no-simulator) simulator='' ;;
      --no-build) build='' ;;
      --silos) set_count SILOS 1 "$@"; shift ;;
      --apis) set_count APIS 0 "$@"; shift ;;
      -h | --help) help_for up; return ;;
      *) usage_error "'up' has no option '$1'." "Try './relaykit up --help'." ;;
    esac
    shift
  done
  plan_cluster
  prepare_state
  require_dotnet
  choose_livekit "$simulator"
  choose_storage
  choose_payment
  claim_instance
  AT_EXIT=stop_stack
  [[ -z $USE_SIMULATOR ]] || require_port "$RELAYKIT_SIMULATOR_PORT" 'the LiveKit simulator' RELAYKIT_SIMULATOR_PORT
  [[ -z $USE_STORE ]] || require_port "$RELAYKIT_STORE_PORT" "the simulator's object store" RELAYKIT_STORE_PORT
  [[ -z $USE_STRIPE ]] || require_port "$RELAYKIT_STRIPE_PORT" 'the Stripe simulator' RELAYKIT_STRIPE_PORT
  require_cluster_ports
  if [[ -n $build ]]; then build_cluster; fi
  require_built "$SILO_DLL" ${API_NAMES[@]+"$API_DLL"} ${USE_SIMULATOR:+"$SIMULATOR_DLL"} ${USE_STRIPE:+"$STRIPE_DLL"}
  postgres_acquire
  if [[ -n $USE_SIMULATOR ]]; then
    start_simulator
    configure_webhooks
  fi
  [[ -z $USE_STORE ]] || configure_storage
  if [[ -n $USE_STRIPE ]]; then
    configure_payment 1000
    start_stripe 1000
  fi
  start_cluster_of_silos
  obtain_key
  write_dev_json
  show_stack
  if [[ -n $detach ]]; then
    AT_EXIT=''
    rm -f "$LEASE_DIR/$$" "$RUN_DIR/instance.pid"
    say "Running in the background; './relaykit down' stops it."
  else
    say 'Ctrl-C stops all of it.'
    watch_stack
  fi
}

require_silo_ports() {
  require_port "$RELAYKIT_API_PORT" 'the Api' RELAYKIT_API_PORT
  require_port "$RELAYKIT_SILO_PORT" "the Silo's own traffic" RELAYKIT_SILO_PORT
  require_port "$RELAYKIT_GATEWAY_PORT" "the Silo's gateway" RELAYKIT_GATEWAY_PORT
}

# choose_livekit WANTED: sets USE_SIMULATOR and LIVEKIT_*: the configured LiveKit, else the simulator.
choose_livekit() {
  load_secrets
  API_URL=http://127.0.0.1:$RELAYKIT_API_PORT
  USE_SIMULATOR=''
  if [[ -n ${RelayKit__LiveKit__0__Url:-} ]]; then
    [[ -n ${RelayKit__LiveKit__0__ApiKey:-} && -n ${RelayKit__LiveKit__0__ApiSecret:-} ]] ||
      usage_error 'RelayKit__LiveKit__0__Url is set, and its key is not.' \
        'Set RelayKit__LiveKit__0__ApiKey and RelayKit__LiveKit__0__ApiSecret too.'
    LIVEKIT_URL=$RelayKit__LiveKit__0__Url
    LIVEKIT_API_KEY=$RelayKit__LiveKit__0__ApiKey LIVEKIT_API_SECRET=$RelayKit__LiveKit__0__ApiSecret
  else
    USE_SIMULATOR=$1
    use_simulator_keys
  fi
}

use_simulator_keys() {
  LIVEKIT_URL=http://127.0.0.1:$RELAYKIT_SIMULATOR_PORT
  LIVEKIT_API_KEY=devkey LIVEKIT_API_SECRET=$LIVEKIT_SECRET
}

# One Silo per clone: 'up', 'demo' and 'bench' exclude each other, and so does what a killed one left running.
claim_instance() {
  lock_state
  local record name running=()
  find_silos_and_apis
  for record in "$RUN_DIR"/{instance,simulator,stripe}.pid "${RECORDS[@]}"; do
    ! record_runs "$record" || running+=("$RECORD_NAME (pid $RECORD_PID)")
  done
  for name in up demo bench; do
    [[ ${#running[@]} -gt 0 || -z $(marked_processes "$name" | head -n 1) ]] ||
      running+=("what an interrupted '$name' left (pids $(marked_processes "$name" | sort -un | paste -sd ' '))")
  done
  if ((${#running[@]} > 0)); then
    local list
    printf -v list '%s, ' "${running[@]}"
    die "RelayKit already runs in this clone: ${list%, }." "Its Api: $(cat "$RUN_DIR/api-url" 2>/dev/null)" \
      "Stop it first: ./relaykit down"
  fi
  record_process "$RUN_DIR/instance.pid" "$$" "$COMMAND"
  printf '%s\n' "$API_URL" >"$RUN_DIR/api-url"
  unlock_state
}

start_simulator() {
  local -x LIVEKIT_KEYS="$LIVEKIT_API_KEY: $LIVEKIT_API_SECRET"
  local -x LIVEKIT_S3_ACCESS_KEY=$STORE_KEY_ID LIVEKIT_S3_SECRET=$STORE_SECRET
  local -a store=()
  # Beside the database, which knows what is in it.
  if [[ -n $USE_STORE ]]; then
    mkdir -p -m 700 "$STATE_DIR/objects" || die "Cannot write in $STATE_DIR."
    store=(--s3-urls "$STORE_URL" --s3-bucket "$STORE_BUCKET" --s3-data "$STATE_DIR/objects")
  fi
  start_process simulator "$SIMULATOR_LOG" "${SIMULATOR_DLL%/*}" "$DOTNET" "$SIMULATOR_DLL" --urls "$LIVEKIT_URL" \
    --webhook-url "$API_URL/webhooks/livekit" --webhook-api-key "$LIVEKIT_API_KEY" ${store[@]+"${store[@]}"}
  wait_until_ready simulator 'the LiveKit simulator' "$SIMULATOR_LOG" 30 http_ok "$RELAYKIT_SIMULATOR_PORT" /
}

# Sets API_KEY: the one of the last run if it still works, else that of a new tenant.
obtain_key() {
  API_KEY=$(dev_json api_key)
  if [[ -n $API_KEY ]] && http_call GET "$RELAYKIT_API_PORT" /v1/usage "$API_KEY" && [[ $HTTP_STATUS == 200 ]]; then
    return 0
  fi
  http_call POST "$RELAYKIT_API_PORT" /v1/operator/tenants "$OPERATOR_KEY" '{"name":"dev"}'
  if [[ $HTTP_STATUS == 201 && $HTTP_BODY =~ \"api_key\"[^}]*\"key\"[[:space:]]*:[[:space:]]*\"([^\"]+)\" ]]; then
    API_KEY=${BASH_REMATCH[1]}
    return 0
  fi
  die "The Api did not make a first tenant: POST /v1/operator/tenants answered $HTTP_STATUS." "${HTTP_BODY:-(nothing)}"
}

# Beside simulators, whoever tries webhooks has the receiver on this machine, and no certificate for it.
configure_webhooks() {
  export RelayKit__TenantWebhooks__AllowHttp=${RelayKit__TenantWebhooks__AllowHttp:-true}
  export RelayKit__TenantWebhooks__AllowPrivateAddresses=${RelayKit__TenantWebhooks__AllowPrivateAddresses:-true}
}

show_stack() {
  say ''
  show_cluster
  say "LiveKit    $LIVEKIT_URL${USE_SIMULATOR:+ (simulator)}"
  [[ $PG_KIND == external ]] || say "PostgreSQL 127.0.0.1:$PG_PORT, database relaykit"
  [[ -z $USE_STORE ]] || say "Storage    $STORE_URL/$STORE_BUCKET (managed storage; the simulator keeps it)"
  [[ -z $USE_STRIPE ]] || say "Stripe     $STRIPE_URL (simulator)"
  say "API key    $API_KEY"
  say 'All of it, with the operator key, is in .relaykit/dev.json; logs are in .relaykit/logs/.'
  [[ -n $USE_SIMULATOR ]] || say "LiveKit must send its webhooks to $API_URL/webhooks/livekit, signed with $LIVEKIT_API_KEY."
  say ''
  [[ -z $USE_STORE ]] || show_recording
  [[ -z $USE_STRIPE ]] || show_payment
  [[ -z $USE_SIMULATOR ]] || show_webhooks
}

# How to be told of what happens.
show_webhooks() {
  cat <<TEXT
To get webhooks, let your backend listen on this machine, here on port 9999, and name it:

  curl -s "$API_URL/v1/webhook-endpoints" -H 'Authorization: Bearer $API_KEY' -H 'Content-Type: application/json' \\
    -d '{"url":"http://127.0.0.1:9999/hooks"}'

TEXT
}

# Until somebody stops it, or a part of it ends by itself.
watch_stack() {
  local name
  trap 'exit 0' INT TERM
  while :; do
    for name in "${SILO_NAMES[@]}" ${API_NAMES[@]+"${API_NAMES[@]}"} ${USE_SIMULATOR:+simulator} ${USE_STRIPE:+stripe}; do
      record_runs "$RUN_DIR/$name.pid" && continue
      show_tail "$LOG_DIR/$name.log"
      die "The $name ended by itself."
    done
    [[ $PG_KIND == external ]] || postgres_running || die 'PostgreSQL ended.' "Its log: $PG_LOG"
    sleep 1 &
    wait $!
  done
}

# The Apis first, then the Silos, which write what they hold and leave their cluster; then what those depend on.
stop_stack() {
  local stopped=1
  AT_EXIT=''
  ! stop_silos_and_apis || stopped=0
  ! stop_record "$RUN_DIR/simulator.pid" 'the LiveKit simulator' 10 || stopped=0
  ! stop_record "$RUN_DIR/stripe.pid" 'the Stripe simulator' 10 || stopped=0
  ! sweep up || stopped=0
  postgres_release
  rm -f "$RUN_DIR/instance.pid" "$RUN_DIR/api-url"
  return "$stopped"
}

command_down() {
  case ${1:-} in
    '') ;;
    -h | --help) help_for down; return ;;
    *) usage_error "'down' takes no '$1'." "Try './relaykit down --help'." ;;
  esac
  if [[ ! -e $RUN_DIR ]]; then
    say 'Nothing runs.'
    return 0
  fi
  prepare_to_stop
  take_down || say 'Nothing runs.'
}

# Root may stop and remove what another user started here; that takes no state of root's own.
prepare_to_stop() { [[ $EUID == 0 && ! -O $STATE_DIR ]] || prepare_state; }

# take_down: stops whatever this clone runs; fails when there was nothing.
take_down() {
  local stopped=1 record name
  # A command that still runs stops its own children, in its own order.
  for record in "$RUN_DIR"/{instance,suite,chaos}.pid "$LEASE_DIR"/*; do
    [[ $record != */kept ]] || continue
    record_runs "$record" || continue
    ! stop_record "$record" "./relaykit $RECORD_NAME" 90 || stopped=0
  done
  ! stop_stack || stopped=0
  for name in demo bench test audit chaos; do
    ! sweep "$name" || stopped=0
  done
  ! stop_postgres || stopped=0
  return "$stopped"
}

command_reset() {
  local yes='' answer
  case ${1:-} in
    '') ;;
    --yes | -y) yes=yes ;;
    -h | --help) help_for reset; return ;;
    *) usage_error "'reset' has no option '$1'." "Try './relaykit reset --help'." ;;
  esac
  [[ -e $STATE_DIR ]] || { say 'There is nothing to remove.'; return 0; }
  if [[ -z $yes ]]; then
    [[ -t 0 ]] || usage_error 'reset removes the database and all keys of this clone, and there is no terminal to ask at.' \
      './relaykit reset --yes does it without asking.'
    read -rp 'Remove .relaykit with its database and keys? [y/N] ' answer
    [[ $answer == [yY] || $answer == [yY][eE][sS] ]] || { say 'Nothing was removed.'; return 1; }
  fi
  prepare_to_stop
  take_down || true
  remove_cluster_data
  remove_container_data
  rm -rf "$STATE_DIR" || die "Cannot remove all of $STATE_DIR."
  say 'Removed .relaykit: the next run starts anew.'
}
