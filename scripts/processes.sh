# shellcheck shell=bash
# Which processes are ours. A pid alone proves nothing, since the kernel hands it out again: every record
# holds the process's start time too, and a record that does not match is stale and is never signalled.

# process_stat PID: sets PROCESS_STATE and PROCESS_START (clock ticks since boot), or fails when there is none.
process_stat() {
  local stat fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  PROCESS_STATE=${fields[0]} PROCESS_START=${fields[19]}
}

# A zombie has ended; it only waits to be reaped.
process_runs() { process_stat "$1" && [[ $PROCESS_STATE != Z && $PROCESS_STATE != X ]]; }

record_process() {
  process_stat "$2" || return 1
  printf '%s %s %s\n' "$2" "$PROCESS_START" "$3" >"$1"
}

# record_runs FILE: sets RECORD_PID and RECORD_NAME when the recorded process still runs; drops a stale record.
record_runs() {
  local start
  RECORD_PID='' RECORD_NAME=''
  [[ -s $1 ]] || return 1
  read -r RECORD_PID start RECORD_NAME <"$1"
  if [[ $RECORD_PID =~ ^[0-9]+$ ]] && process_runs "$RECORD_PID" && [[ $PROCESS_START == "$start" ]]; then
    return 0
  fi
  RECORD_PID=''
  rm -f "$1"
  return 1
}

# start_process NAME LOG FOLDER COMMAND...: a child in a session of its own, which therefore neither sees the terminal's
# Ctrl-C (the order of stopping is ours to choose) nor ends with this script. Its pid goes to run/NAME.pid.
start_process() {
  local name=$1 log=$2 folder=$3 starter=$COMMAND
  # PostgreSQL is shared, and belongs to no one command.
  [[ $name != postgres ]] || starter=postgres
  shift 3
  rotate_log "$log"
  setsid env -C "$folder" --default-signal=INT,QUIT "RELAYKIT_STARTED_BY=$starter:$ROOT" "$@" >>"$log" 2>&1 </dev/null 9>&- &
  record_process "$RUN_DIR/$name.pid" "$!" "$name" || true
  disown "$!" 2>/dev/null
}

rotate_log() {
  [[ ! -s $1 ]] || mv -f "$1" "$1.1"
  : >"$1"
}

# wait_until_ready NAME TITLE LOG SECONDS CHECK...: polls CHECK while the process lives.
wait_until_ready() {
  local name=$1 title=$2 log=$3 deadline=$((SECONDS + $4))
  shift 4
  step_begin "Starting $title"
  until "$@"; do
    if ! record_runs "$RUN_DIR/$name.pid"; then
      step_end failed
      show_tail "$log"
      die "$title ended while it was starting."
    fi
    if ((SECONDS >= deadline)); then
      step_end failed
      show_tail "$log"
      die "$title was not ready in time."
    fi
    step_tick
    sleep 0.2
  done
  step_end
}

# stop_record FILE TITLE SECONDS [SIGNAL]: ask, wait, and only then kill.
stop_record() {
  local file=$1 title=$2 deadline=$((SECONDS + $3)) signal=${4:-TERM}
  record_runs "$file" || return 1
  step_begin "Stopping $title (pid $RECORD_PID)"
  kill "-$signal" "$RECORD_PID" 2>/dev/null
  while record_runs "$file"; do
    if ((SECONDS >= deadline)); then
      warn "$title did not stop within $3 s; killing pid $RECORD_PID."
      kill -KILL "$RECORD_PID" 2>/dev/null
      deadline=$((SECONDS + 10))
    fi
    step_tick
    sleep 0.1
  done
  step_end
}

# marked_processes KIND: pids that `./relaykit KIND` of this clone started, and their descendants, found by the
# environment that they inherit; so what a killed parent left behind is found as well.
marked_processes() {
  local file pid start name
  while IFS= read -r file; do
    pid=${file#/proc/} pid=${pid%/environ}
    [[ $pid == "$$" || $pid == "$BASHPID" ]] || ! process_runs "$pid" || say "$pid"
  done < <(grep -lszxF "RELAYKIT_STARTED_BY=$1:$ROOT" /proc/[0-9]*/environ 2>/dev/null)
  [[ $1 == demo && -s $STATE_DIR/demo.pids ]] || return 0
  while read -r pid start name; do
    if [[ $pid =~ ^[0-9]+$ ]] && process_runs "$pid" && [[ $PROCESS_START == "$start" ]]; then say "$pid"; fi
  done <"$STATE_DIR/demo.pids"
}

# sweep KIND: ends whatever marked_processes finds; fails when there was nothing.
sweep() {
  local deadline=$((SECONDS + 20)) signal=TERM pids last=''
  mapfile -t pids < <(marked_processes "$1" | sort -un)
  ((${#pids[@]} > 0)) || { [[ $1 != demo ]] || rm -f "$STATE_DIR/demo.pids"; return 1; }
  step_begin "Stopping what '$1' left (pids ${pids[*]})"
  while ((${#pids[@]} > 0)); do
    ((SECONDS < deadline)) || signal=KILL
    # TERM once per set of processes: a second one would cut a graceful stop short.
    if [[ $signal == KILL || "${pids[*]}" != "$last" ]]; then kill "-$signal" "${pids[@]}" 2>/dev/null; fi
    last="${pids[*]}"
    step_tick
    sleep 0.2
    mapfile -t pids < <(marked_processes "$1" | sort -un)
  done
  [[ $1 != demo ]] || rm -f "$STATE_DIR/demo.pids"
  step_end
}
