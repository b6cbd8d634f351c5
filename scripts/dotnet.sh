# shellcheck shell=bash
# The .NET SDK, and builds that leave no server behind.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
# A web host would otherwise watch the whole tree under its content root for changed settings.
export DOTNET_hostBuilder__reloadConfigOnChange=false

readonly OUTPUT_DIR=$ROOT/artifacts/bin
readonly SILO_DLL=$OUTPUT_DIR/RelayKit.Silo/release/RelayKit.Silo.dll
readonly API_DLL=$OUTPUT_DIR/RelayKit.Api/release/RelayKit.Api.dll
readonly SIMULATOR_DLL=$OUTPUT_DIR/RelayKit.LiveKit.Simulator/release/RelayKit.LiveKit.Simulator.dll
readonly STRIPE_DLL=$OUTPUT_DIR/RelayKit.Stripe.Simulator/release/RelayKit.Stripe.Simulator.dll
readonly CLI_DLL=$OUTPUT_DIR/RelayKit.Cli/release/relaykit-cli.dll
readonly BENCH_DLL=$OUTPUT_DIR/RelayKit.Bench/release/RelayKit.Bench.dll

DOTNET=''

require_dotnet() {
  local candidate found
  for candidate in dotnet "${DOTNET_ROOT:-/nonexistent}/dotnet" "${HOME:-/nonexistent}/.dotnet/dotnet" /usr/share/dotnet/dotnet; do
    if DOTNET=$(command -v "$candidate"); then break; fi
  done
  [[ -n $DOTNET ]] || die 'The .NET 10 SDK is not here.' 'Install it (the package dotnet-sdk-10.0) and see that dotnet is on the PATH.'
  # In the clone, so that global.json chooses.
  (cd "$ROOT" && "$DOTNET" --version >/dev/null 2>&1) && return 0
  found=$("$DOTNET" --list-sdks 2>/dev/null | sed 's/ .*//' | paste -sd ' ')
  die "The .NET 10 SDK is needed; $DOTNET has ${found:-no SDK at all}." 'Install the package dotnet-sdk-10.0.'
}

# build TEXT PROJECT...: Release, one after another, with the output in .relaykit/logs/build.log.
build() {
  local text=$1 log=$LOG_DIR/build.log project foreign
  shift
  foreign=$(find "$ROOT/artifacts" -maxdepth 3 ! -user "$(id -u)" -print -quit 2>/dev/null)
  [[ -z $foreign ]] || die "The build's output belongs to $(stat -c %U "$foreign"), and you are $(id -un): $foreign" \
    "Remove it first: sudo rm -rf '$ROOT/artifacts'"
  rotate_log "$log"
  for project in "$@"; do
    run_step "$text $(basename "${project%.*}")" "$log" \
      "$DOTNET" build "$ROOT/$project" -c Release --nologo -v quiet --disable-build-servers && continue
    grep -E '(: |^)error ' "$log" | sed "s|$ROOT/||g; s/ \[.*//" | sort -u | head -n 20 >&2
    die "The build of $project failed." "The whole output: $log"
  done
}

require_built() {
  local dll
  for dll in "$@"; do
    [[ -f $dll ]] || die "Not built yet: ${dll#"$ROOT"/}" "Run './relaykit $COMMAND' without --no-build."
  done
}
