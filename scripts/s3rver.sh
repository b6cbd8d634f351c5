# shellcheck shell=bash
# For the storage tests an S3 server that is not ours: s3rver, by npm, in the versions of the lockfile beside the tests. Node.js and
# npm are found on the machine, else installed by apt.

# Sets RELAYKIT_TEST_S3RVER. Where it cannot be installed the tests that need it fail, and say so.
prepare_s3rver() {
  local home=$STATE_DIR/s3rver log=$LOG_DIR/npm.log source=$ROOT/tests/RelayKit.StorageTests/ObjectStorage/S3rver
  local -a files=("$source/package.json" "$source/package-lock.json" "$source/.npmrc")
  export RELAYKIT_TEST_S3RVER=$home/node_modules/s3rver/bin/s3rver.js
  require_node || return 0
  # The stamp is written last: an installation that was interrupted has none.
  [[ ! -f $RELAYKIT_TEST_S3RVER || $(cat "$home/stamp" 2>/dev/null) != "$(cat "${files[@]}" | sha256sum)" ]] || return 0
  rm -rf "$home"
  mkdir -p "$home" && cp "${files[@]}" "$home" || die "Cannot write in $STATE_DIR."
  rotate_log "$log"
  if run_step 'Installing s3rver (npm)' "$log" npm ci --prefix "$home" --userconfig "$home/.npmrc" --cache "$STATE_DIR/npm-cache"; then
    cat "${files[@]}" | sha256sum >"$home/stamp"
  else
    show_tail "$log"
    warn "npm could not install s3rver; the tests against it will fail. Run './relaykit test' again where npm's packages can be reached."
  fi
}

# require_node: node and npm, by apt if need be. Debian's npm does not go with a node from elsewhere, which brings its own.
require_node() {
  local missing=()
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  ((${#missing[@]} > 0)) || return 0
  if may_install "${missing[*]}"; then
    say "Installing Debian's ${missing[*]}, for the storage tests against another S3 server"
    ! apt_install "Installing ${missing[*]}" "${missing[@]}" || return 0
  fi
  warn "There is no ${missing[*]} here; the tests against s3rver will fail. Install it: sudo apt-get install ${missing[*]}"
  return 1
}
