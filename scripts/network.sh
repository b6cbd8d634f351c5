# shellcheck shell=bash
# Ports and HTTP on 127.0.0.1 with nothing but bash and /proc: a clean machine has neither curl nor ss.

# port_taken PORT: does anything listen where a server on 127.0.0.1:PORT would have to?
port_taken() {
  local hex
  printf -v hex '%04X' "$1"
  grep -qE ": (0100007F|00000000):$hex [0-9A-F]+:[0-9A-F]+ 0A " /proc/net/tcp 2>/dev/null ||
    grep -qE ": (0{32}|0{16}FFFF00000100007F):$hex [0-9A-F]+:[0-9A-F]+ 0A " /proc/net/tcp6 2>/dev/null
}

# require_port PORT WHAT VARIABLE
require_port() {
  port_taken "$1" || return 0
  die "Port $1, wanted for $2, is taken by another process." \
    "Stop that process, or choose another port: $3=PORT ./relaykit $COMMAND"
}

free_port_from() {
  local port=$1
  while port_taken "$port"; do port=$((port + 1)); done
  say "$port"
}

# check_port_variable NAME
check_port_variable() {
  if [[ ! ${!1} =~ ^[1-9][0-9]{0,4}$ ]] || ((${!1} > 65535)); then
    usage_error "$1 must be a port from 1 to 65535, not '${!1}'."
  fi
}

# http_call METHOD PORT PATH [BEARER] [JSON]: sets HTTP_STATUS (0 when nothing answered) and HTTP_BODY.
http_call() {
  local method=$1 port=$2 path=$3 bearer=${4-} body=${5-} reply
  HTTP_STATUS=0 HTTP_BODY=''
  reply=$(http_exchange) || return 1
  [[ $reply =~ ^HTTP/1\.[01]\ ([0-9]{3}) ]] || return 1
  HTTP_STATUS=${BASH_REMATCH[1]}
  HTTP_BODY=${reply#*$'\r\n\r\n'}
}

# HTTP/1.0, so that the answer ends with the connection and is never chunked. Reads http_call's locals.
http_exchange() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  {
    printf '%s %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n' "$method" "$path" "$port"
    [[ -z $bearer ]] || printf 'Authorization: Bearer %s\r\n' "$bearer"
    [[ -z $body ]] || printf 'Content-Type: application/json\r\nContent-Length: %s\r\n' "${#body}"
    printf '\r\n%s' "$body"
  } >&3
  timeout 15 cat <&3
} 2>/dev/null

http_ok() { http_call GET "$1" "$2" && [[ $HTTP_STATUS == 200 ]]; }
