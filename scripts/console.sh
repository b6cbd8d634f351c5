# shellcheck shell=bash
# Words for the person at the terminal: progress, trouble, and the two exit codes for trouble.

readonly EXIT_FAILED=1
readonly EXIT_USAGE=2

# What die exits with; audit says something else by 1.
DIES_WITH=$EXIT_FAILED

STEP_TEXT=''
STEP_BEGAN=0
STEP_SAID=0
STEP_PID=''

say() { printf '%s\n' "$*"; }

warn() { printf 'relaykit: %s\n' "$*" >&2; }

# die MESSAGE...: one line per argument, then exit DIES_WITH.
die() {
  step_break
  printf 'relaykit: %s\n' "$1" >&2
  shift
  [[ $# -eq 0 ]] || printf '  %s\n' "$@" >&2
  exit "$DIES_WITH"
}

usage_error() {
  step_break
  printf 'relaykit: %s\n' "$1" >&2
  printf '  %s\n' "${2:-Try './relaykit help'.}" >&2
  exit "$EXIT_USAGE"
}

step_begin() {
  STEP_TEXT=$1 STEP_BEGAN=$SECONDS STEP_SAID=$SECONDS
  if [[ -t 1 ]]; then printf '%s ...' "$STEP_TEXT"; else say "$STEP_TEXT ..."; fi
}

# Called often while a step runs: redraws on a terminal, and elsewhere says a line twice a minute.
step_tick() {
  local elapsed=$((SECONDS - STEP_BEGAN))
  if [[ -t 1 ]]; then
    [[ $elapsed -lt 2 || $SECONDS -eq $STEP_SAID ]] || printf '\r%s ... %d s' "$STEP_TEXT" "$elapsed"
    STEP_SAID=$SECONDS
  elif ((SECONDS - STEP_SAID >= 30)); then
    say "$STEP_TEXT ... $elapsed s so far"
    STEP_SAID=$SECONDS
  fi
}

step_end() {
  local elapsed=$((SECONDS - STEP_BEGAN)) took=''
  ((elapsed < 2)) || took=" ($elapsed s)"
  if [[ -t 1 ]]; then
    printf '\r%s: %s%s\e[K\n' "$STEP_TEXT" "${1:-done}" "$took"
  elif [[ -n $took || ${1:-done} != 'done' ]]; then
    say "$STEP_TEXT: ${1:-done}$took"
  fi
  STEP_TEXT=''
}

# Leaves an unfinished progress line so that what follows begins on a line of its own.
step_break() {
  [[ -z $STEP_TEXT || ! -t 1 ]] || printf '\n'
  STEP_TEXT=''
}

# run_step TEXT LOG COMMAND...: an external command with its output in LOG; its exit code is returned.
run_step() {
  local log=$2 code=0
  step_begin "$1"
  shift 2
  # A session of its own, so that Ctrl-C reaches this script alone and cancel_step ends the whole tree.
  setsid env --default-signal=INT,QUIT "$@" >>"$log" 2>&1 </dev/null 9>&- &
  STEP_PID=$!
  while process_runs "$STEP_PID"; do
    step_tick
    sleep 0.2
  done
  wait "$STEP_PID" || code=$?
  STEP_PID=''
  if ((code == 0)); then step_end; else step_end failed; fi
  return "$code"
}

cancel_step() {
  [[ -n $STEP_PID ]] || return 0
  kill -TERM -- "-$STEP_PID" 2>/dev/null
  wait "$STEP_PID" 2>/dev/null
  STEP_PID=''
}

# show_tail LOG [LINES]: the end of a log, indented, on standard error.
show_tail() {
  [[ -s $1 ]] || { printf '  (%s is empty)\n' "$1" >&2; return 0; }
  printf '  The last lines of %s:\n' "$1" >&2
  tail -n "${2:-20}" "$1" | sed 's/^/    /' >&2
}
