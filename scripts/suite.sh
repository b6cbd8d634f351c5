# shellcheck shell=bash
# test: every test assembly on its own, its results taken from the report that it wrote, not from its words; and beside them a
# minute of chaos, which mostly waits.

PASSED=0
FAILED=0
SKIPPED=0
FAILED_TESTS=''

# The minute of chaos that is a part of the suite: always the same.
readonly SUITE_CHAOS=(--minutes 1 --seed 1 --silos 2 --events-per-second 20)
SUITE_CHAOS_PID=''

command_test() {
  local filter='' extra=() project began=$SECONDS
  while (($# > 0)); do
    case $1 in
      --filter)
        [[ -n ${2:-} ]] || usage_error '--filter takes an expression.'
        filter=$2
        shift ;;
      --histories)
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || usage_error '--histories takes a number from 1.'
        export RELAYKIT_HISTORIES=$2
        shift ;;
      --) shift; extra=("$@"); break ;;
      -h | --help) help_for test; return ;;
      *) usage_error "'test' has no option '$1'." "Try './relaykit test --help'; arguments of dotnet test go after '--'." ;;
    esac
    shift
  done
  prepare_state
  require_dotnet
  load_secrets
  claim_suite
  AT_EXIT=stop_suite
  build Building RelayKit.sln
  # Beside the port of 'up', which may start while the tests run; a running cluster is shared.
  postgres_acquire "${POSTGRES_PORT_CHOSEN:-$(free_port_from $((RELAYKIT_POSTGRES_PORT + 1)))}"
  export RELAYKIT_TEST_POSTGRES=$PG_CONNECTION
  prepare_s3rver
  # Processes here live for seconds: what the compiler spends on watching code that it never gets to make faster is lost.
  export DOTNET_TieredPGO=0
  rm -rf "$STATE_DIR/test-results"
  find_assemblies
  [[ -n $filter ]] || begin_suite_chaos
  for project in "${ASSEMBLIES[@]}"; do
    run_assembly "$project" "$filter" ${extra[@]+"${extra[@]}"}
  done
  # By themselves, since in them processes die and somebody waits for the others to notice.
  end_suite_chaos
  # Nor is what is called a few dozen times worth compiling twice there (hexadecimal; a fifth of the processor's time).
  export DOTNET_TC_CallCountThreshold=800
  run_assembly "$END_TO_END" "$filter" ${extra[@]+"${extra[@]}"}
  stop_suite
  say ''
  ((SKIPPED == 0)) || say "$SKIPPED skipped"
  # Again, and last: above, thousands of lines may follow a failure.
  [[ -z $FAILED_TESTS ]] || say "Failed:$FAILED_TESTS"
  say "All tests took $((SECONDS - began)) s"
  say "$PASSED passed, $FAILED failed"
  ((FAILED == 0 && PASSED > 0))
}

# Sets ASSEMBLIES: every test project but END_TO_END. What the test projects share is no test project.
find_assemblies() {
  END_TO_END=$ROOT/tests/RelayKit.EndToEndTests/RelayKit.EndToEndTests.csproj
  mapfile -t ASSEMBLIES < <(grep -l Microsoft.NET.Test.Sdk "$ROOT"/tests/*/*.csproj | grep -vxF "$END_TO_END")
}

# In a shell of its own, since what chaos is told by environment must not reach the tests.
begin_suite_chaos() {
  claim_chaos
  place_chaos
  (
    trap - EXIT
    prepare_chaos
    exec env --default-signal=INT,QUIT "RELAYKIT_STARTED_BY=test:$ROOT" "$DOTNET" "$CLI_DLL" chaos --root "$ROOT" "${SUITE_CHAOS[@]}"
  ) >"$LOG_DIR/chaos.log" 2>&1 9>&- &
  SUITE_CHAOS_PID=$!
}

end_suite_chaos() {
  local code=0
  [[ -n $SUITE_CHAOS_PID ]] || return 0
  say ''
  say "== chaos ${SUITE_CHAOS[*]}"
  wait "$SUITE_CHAOS_PID" || code=$?
  cat "$LOG_DIR/chaos.log"
  remove_chaos
  if ((code == 0)); then
    PASSED=$((PASSED + 1))
    say 'chaos: 1 passed, 0 failed'
  else
    FAILED=$((FAILED + 1))
    FAILED_TESTS+=$'\n'"  chaos ${SUITE_CHAOS[*]}"$'\n'"    ended with exit code $code: $(tail -n 3 "$LOG_DIR/chaos.log" | head -n 1)"
    say 'chaos: 0 passed, 1 failed'
  fi
}

claim_suite() {
  lock_state
  ! record_runs "$RUN_DIR/suite.pid" || die "The tests already run in this clone (pid $RECORD_PID)."
  record_process "$RUN_DIR/suite.pid" "$$" test
  ! sweep test || true
  unlock_state
}

stop_suite() {
  AT_EXIT=''
  ! sweep test || true
  remove_chaos
  postgres_release
  rm -f "$RUN_DIR/suite.pid"
}

# run_assembly PROJECT FILTER ARGUMENT...
run_assembly() {
  local project=$1 filter=$2 code=0 name report
  shift 2
  name=$(basename "${project%.csproj}")
  report=$STATE_DIR/test-results/$name.trx
  say ''
  say "== $name"
  # A test that hangs must fail with its name; one that was told to try many histories may take its time.
  run_attended "$DOTNET" test "$project" -c Release --no-build --nologo --logger 'console;verbosity=normal' --logger "trx;LogFileName=$name.trx" \
    --results-directory "$STATE_DIR/test-results" --blame-hang-dump-type none \
    --blame-hang-timeout "${RELAYKIT_TEST_HANG_TIMEOUT:-$([[ -n ${RELAYKIT_HISTORIES:-} ]] && echo 120m || echo 10m)}" \
    ${filter:+--filter "$filter"} "$@" || code=$?
  count_results "$name" "$report" "$code" "$filter"
}

# count_results NAME REPORT CODE FILTER: an assembly without a report, without tests or with a bad exit counts as failed.
count_results() {
  local counters passed=0 failed=0 total=0
  counters=$(grep -o '<Counters [^>]*' "$2" 2>/dev/null | tail -n 1)
  if [[ -n $counters ]]; then
    total=$(counter total "$counters")
    passed=$(counter passed "$counters")
    failed=$(($(counter executed "$counters") - passed))
    SKIPPED=$((SKIPPED + total - passed - failed))
  fi
  if ((total == 0)) && [[ -n $4 && $3 == 0 ]]; then
    say "$1: no test matches the filter"
  elif ((total == 0)); then
    warn "$1 ran no test (exit code $3)."
    failed=1
  elif (($3 != 0 && failed == 0)); then
    warn "$1 did not end well (exit code $3), though no test of it failed."
    failed=1
  fi
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed))
  histories "$2"
  ((failed == 0)) || FAILED_TESTS+=$(failures "$2")
  say "$1: $passed passed, $failed failed"
}

# histories REPORT: what tests that play many histories say of them; of tests that pass the console shows nothing.
histories() {
  [[ -e $1 ]] || return 0
  sed -n 's/.*<StdOut>\(Histories: .*\)/\1/p' "$1" | sed 's/<\/StdOut>.*//'
}

# failures REPORT: each failed test and the beginning of its message, on two lines.
failures() {
  [[ -e $1 ]] || return 0
  awk '
    /<UnitTestResult / { failed = /outcome="Failed"/; name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name) }
    failed && /<Message>/ { reading = 6; sub(/.*<Message>/, ""); printf "\n  %s\n   ", name }
    reading { line = $0; end = sub(/<\/Message>.*/, "", line); printf " %s", line; reading = end ? 0 : reading - 1 }
  ' "$1"
}

counter() {
  if [[ $2 =~ \ $1=\"([0-9]+)\" ]]; then say "${BASH_REMATCH[1]}"; else say 0; fi
}
