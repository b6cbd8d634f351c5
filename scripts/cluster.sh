# shellcheck shell=bash
# The Silos and Apis of 'up': how many, at which ports, started and stopped in which order. Ports count up from the configured
# ones; an Api of its own takes the place of the Silos', which then serve nothing but health and metrics.

readonly SILO_GRACE=40
readonly MOST_PROCESSES=16

# Of each process its name and its ports, by number from 0. API_URLS has every address that serves the API.
SILOS=1
APIS=0
SILO_NAMES=() SILO_HTTP_PORTS=()
API_NAMES=() API_PORTS=() API_URLS=()
RECORDS=()

# set_count VARIABLE LEAST OPTION VALUE...
set_count() {
  local given=${4:-nothing}
  if [[ ! $given =~ ^[0-9]{1,2}$ ]] || ((10#$given < $2 || 10#$given > MOST_PROCESSES)); then
    usage_error "$3 takes a number from $2 to $MOST_PROCESSES, not '$given'." "Try './relaykit up --help'."
  fi
  printf -v "$1" '%d' "$((10#$4))"
}

# Sets the names and ports from SILOS and APIS.
plan_cluster() {
  local i port
  SILO_NAMES=() SILO_HTTP_PORTS=() API_NAMES=() API_PORTS=() API_URLS=()
  for ((i = 0; i < APIS; i++)); do
    API_NAMES+=("$(numbered api "$i")")
    API_PORTS+=($((RELAYKIT_API_PORT + i)))
  done
  for ((i = 0; i < SILOS; i++)); do
    SILO_NAMES+=("$(numbered silo "$i")")
    SILO_HTTP_PORTS+=($((RELAYKIT_API_PORT + APIS + i)))
  done
  ((APIS > 0)) || API_PORTS=("${SILO_HTTP_PORTS[@]}")
  for port in "${API_PORTS[@]}"; do
    API_URLS+=("http://127.0.0.1:$port")
  done
  for port in $((RELAYKIT_API_PORT + APIS + SILOS - 1)) $((RELAYKIT_SILO_PORT + SILOS - 1)) $((RELAYKIT_GATEWAY_PORT + SILOS - 1)); do
    ((port <= 65535)) || usage_error "So many processes need ports up to $port." 'Choose lower ones: see the environment in ./relaykit up --help.'
  done
}

# numbered NAME INDEX: the first is plainly NAME.
numbered() { if (($2 == 0)); then say "$1"; else say "$1-$(($2 + 1))"; fi; }

require_cluster_ports() {
  local i port
  for ((i = 0; i < SILOS; i++)); do
    require_port $((RELAYKIT_SILO_PORT + i)) "the ${SILO_NAMES[i]}'s own traffic" RELAYKIT_SILO_PORT
    require_port $((RELAYKIT_GATEWAY_PORT + i)) "the ${SILO_NAMES[i]}'s gateway" RELAYKIT_GATEWAY_PORT
  done
  for port in "${SILO_HTTP_PORTS[@]}" "${API_PORTS[@]}"; do
    require_port "$port" 'the Api' RELAYKIT_API_PORT
  done
  require_distinct_ports
}

# Counted-up ranges may run into one another, or into the simulator's, its object store's or PostgreSQL's port.
require_distinct_ports() {
  local i twice ports=("$RELAYKIT_POSTGRES_PORT" ${USE_SIMULATOR:+"$RELAYKIT_SIMULATOR_PORT"} ${USE_STORE:+"$RELAYKIT_STORE_PORT"} ${USE_STRIPE:+"$RELAYKIT_STRIPE_PORT"} "${SILO_HTTP_PORTS[@]}")
  ((APIS == 0)) || ports+=("${API_PORTS[@]}")
  for ((i = 0; i < SILOS; i++)); do
    ports+=($((RELAYKIT_SILO_PORT + i)) $((RELAYKIT_GATEWAY_PORT + i)))
  done
  twice=$(printf '%s\n' "${ports[@]}" | sort | uniq -d | head -n 1)
  [[ -z $twice ]] || usage_error "Two processes would get port $twice." 'Move the configured ports apart: see the environment in ./relaykit up --help.'
}

build_cluster() {
  build Building src/Silo/RelayKit.Silo.csproj ${API_NAMES[@]+src/Api/RelayKit.Api.csproj} \
    ${USE_SIMULATOR:+src/LiveKit.Simulator/RelayKit.LiveKit.Simulator.csproj} \
    ${USE_STRIPE:+src/Stripe.Simulator/RelayKit.Stripe.Simulator.csproj}
}

# The first Silo alone, since it brings the schema up to date; then the others at once, then the Apis at once.
start_cluster_of_silos() {
  local i
  local -x RelayKit__Postgres=$PG_CONNECTION RelayKit__OperatorKey=$OPERATOR_KEY RelayKit__Secrets__WrappingKeys__0=$WRAPPING_KEY
  local -x RelayKit__Mail__Directory=${RelayKit__Mail__Directory:-$STATE_DIR/mail}
  local -x RelayKit__LiveKit__0__Url=$LIVEKIT_URL
  local -x RelayKit__LiveKit__0__ApiKey=$LIVEKIT_API_KEY RelayKit__LiveKit__0__ApiSecret=$LIVEKIT_API_SECRET
  # Nobody balances here who would have to notice a stop first.
  local -x RelayKit__Shutdown__DrainDelay=${RelayKit__Shutdown__DrainDelay:-00:00:00}
  start_silo 0
  await_silo 0
  for ((i = 1; i < SILOS; i++)); do start_silo "$i"; done
  for ((i = 1; i < SILOS; i++)); do await_silo "$i"; done
  for ((i = 0; i < APIS; i++)); do start_api "$i"; done
  for ((i = 0; i < APIS; i++)); do
    wait_until_ready "${API_NAMES[i]}" "the ${API_NAMES[i]}" "$LOG_DIR/${API_NAMES[i]}.log" 90 http_ok "${API_PORTS[i]}" /readyz
  done
}

start_silo() {
  local -x RelayKit__Silo__SiloPort=$((RELAYKIT_SILO_PORT + $1)) RelayKit__Silo__GatewayPort=$((RELAYKIT_GATEWAY_PORT + $1))
  local -x ASPNETCORE_URLS=http://127.0.0.1:${SILO_HTTP_PORTS[$1]}
  ((APIS == 0)) || local -x RelayKit__Silo__MapApi=false
  start_process "${SILO_NAMES[$1]}" "$LOG_DIR/${SILO_NAMES[$1]}.log" "${SILO_DLL%/*}" "$DOTNET" "$SILO_DLL"
}

await_silo() {
  local title="the ${SILO_NAMES[$1]}"
  ((APIS > 0)) || title+=' with its Api'
  wait_until_ready "${SILO_NAMES[$1]}" "$title" "$LOG_DIR/${SILO_NAMES[$1]}.log" 90 http_ok "${SILO_HTTP_PORTS[$1]}" /readyz
}

start_api() {
  local -x ASPNETCORE_URLS=${API_URLS[$1]}
  start_process "${API_NAMES[$1]}" "$LOG_DIR/${API_NAMES[$1]}.log" "${API_DLL%/*}" "$DOTNET" "$API_DLL"
}

# Sets RECORDS to those of Silos and Apis, whoever started them: those of an 'up' with other numbers too. Apis come first.
find_silos_and_apis() {
  mapfile -t RECORDS < <(compgen -G "$RUN_DIR/api.pid"; compgen -G "$RUN_DIR/api-[0-9]*.pid"; compgen -G "$RUN_DIR/silo*.pid")
}

# Fails when nothing ran. One after the other: a Silo hands its rooms to those that still run, and the last writes what is left.
stop_silos_and_apis() {
  local record stopped=1
  find_silos_and_apis
  for record in "${RECORDS[@]}"; do
    ! stop_record "$record" "the $(basename "${record%.pid}")" "$SILO_GRACE" || stopped=0
  done
  return "$stopped"
}

show_cluster() {
  local i url
  for url in "${API_URLS[@]}"; do say "Api        $url"; done
  ((APIS > 0)) || return 0
  for ((i = 0; i < SILOS; i++)); do
    say "Silo       http://127.0.0.1:${SILO_HTTP_PORTS[i]} (health and metrics)"
  done
}
