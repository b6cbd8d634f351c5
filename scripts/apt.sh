# shellcheck shell=bash
# Debian's packages for a machine that has not what a command needs: as root or by sudo.

AS_ROOT=()

# may_install PACKAGES: sets AS_ROOT; fails where apt is not, was forbidden, or nobody may use it.
may_install() {
  AS_ROOT=()
  command -v apt-get >/dev/null && [[ -z ${RELAYKIT_NO_INSTALL:-} ]] || return 1
  ((EUID != 0)) || return 0
  command -v sudo >/dev/null || return 1
  if ! sudo -n true 2>/dev/null; then
    [[ -t 0 && -t 1 ]] || return 1
    say "'sudo apt-get install $1' needs your password (Ctrl-C to decline)"
    sudo -v || return 1
  fi
  AS_ROOT=(sudo -n)
}

# apt_install TEXT PACKAGE...: after may_install, with the output in .relaykit/logs/apt.log.
apt_install() {
  local text=$1
  shift
  rotate_log "$LOG_DIR/apt.log"
  apt_step 'Reading the package lists' update || warn 'apt-get update failed; going on with the lists that are there.'
  apt_step "$text" install -y --no-install-recommends "$@" && return 0
  show_tail "$LOG_DIR/apt.log"
  warn "apt-get could not install $*."
  return 1
}

apt_step() {
  run_step "$1" "$LOG_DIR/apt.log" "${AS_ROOT[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "${@:2}"
}
