# shellcheck shell=bash
# Tells the systems apart and knows how each names what Segue needs. Sourced.
#
# A "need" is one of: node node-headers ffmpeg python venv compiler cmake rust rustup
# rust-lint shellcheck redis postgres.

# shellcheck disable=SC2034 # SYSTEM_NAME is read by whoever sources this file
SYSTEM=unknown SYSTEM_VERSION='' SYSTEM_NAME='an unknown system'

# Reads an os-release file (freedesktop's os-release(5)): sets SYSTEM, SYSTEM_VERSION, SYSTEM_NAME.
detect_system() {
  local file=$1
  if [ "$file" = macos ]; then
    # shellcheck disable=SC2034 # as above
    SYSTEM=macos SYSTEM_NAME=macOS
    return
  fi
  [ -r "$file" ] || return 0
  local id like
  id=$(os_release_value "$file" ID)
  like=$(os_release_value "$file" ID_LIKE)
  SYSTEM_VERSION=$(os_release_value "$file" VERSION_ID)
  # shellcheck disable=SC2034 # as above
  SYSTEM_NAME=$(os_release_value "$file" PRETTY_NAME)
  local candidate
  for candidate in $id $like; do
    case $candidate in
      debian | ubuntu | fedora | alpine) SYSTEM=$candidate && return ;;
      rhel | centos) SYSTEM=fedora && return ;;
    esac
  done
}

# One value of an os-release file, unquoted. The file is read as text and never run.
os_release_value() {
  sed -n "s/^$2=//p" "$1" | head -n 1 | sed -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'$/\1/"
}

# What was tried for real (by running script/bootstrap on it). Everything else follows its distribution's documentation.
system_is_tried() {
  [ "$SYSTEM" = debian ] && [ "$SYSTEM_VERSION" = 12 ]
}

# The packages that meet a need here; prints nothing when the system's own do not.
packages_for() {
  local need=$1
  case $SYSTEM in
    debian | ubuntu) debian_packages "$need" ;;
    fedora) fedora_packages "$need" ;;
    alpine) alpine_packages "$need" ;;
    macos) macos_packages "$need" ;;
  esac
}

debian_packages() {
  case $1 in
    node) echo nodejs npm ca-certificates ;;
    node-headers) echo libnode-dev ;;
    ffmpeg) echo ffmpeg ;;
    python) echo python3 ;;
    venv) echo python3-venv ;;
    compiler) echo build-essential ;;
    cmake) echo cmake ;;
    # Debian 12's rustc is 1.63; the -web packages, kept current for browsers, are new enough.
    rust) [ "$SYSTEM $SYSTEM_VERSION" != 'debian 12' ] || echo cargo-web rustc-web ;;
    rust-lint) [ "$SYSTEM $SYSTEM_VERSION" != 'debian 12' ] || echo rust-web-clippy rustfmt-web ;;
    rustup) [ "$SYSTEM $SYSTEM_VERSION" = 'debian 12' ] || echo rustup ;;
    shellcheck) echo shellcheck ;;
    redis) echo redis-server ;;
    postgres) echo postgresql ;;
  esac
}

fedora_packages() {
  case $1 in
    node) echo nodejs npm ;;
    node-headers) echo nodejs-devel ;;
    ffmpeg) echo ffmpeg-free ;;
    python | venv) echo python3 ;;
    compiler) echo gcc gcc-c++ make ;;
    cmake) echo cmake ;;
    rust) echo cargo rust ;;
    rust-lint) echo clippy rustfmt ;;
    rustup) echo rustup ;;
    shellcheck) echo ShellCheck ;;
    redis) echo redis ;;
    postgres) echo postgresql-server ;;
  esac
}

alpine_packages() {
  case $1 in
    node) echo nodejs npm ;;
    node-headers) echo nodejs-dev ;;
    ffmpeg) echo ffmpeg ;;
    python | venv) echo python3 ;;
    compiler) echo build-base linux-headers ;;
    cmake) echo cmake ;;
    rust) echo cargo rust ;;
    rust-lint) echo rust-clippy rustfmt ;;
    rustup) echo rustup ;;
    shellcheck) echo shellcheck ;;
    redis) echo redis ;;
    postgres) echo postgresql ;;
  esac
}

macos_packages() {
  case $1 in
    node | node-headers) echo node ;;
    ffmpeg) echo ffmpeg ;;
    python | venv) echo python ;;
    cmake) echo cmake ;;
    rust | rust-lint) echo rust ;;
    rustup) echo rustup ;;
    shellcheck) echo shellcheck ;;
    redis) echo redis ;;
    postgres) echo postgresql ;;
    # The compiler is Apple's: xcode-select opens a window and can't be answered from here.
    compiler) ;;
  esac
}

# The command line, without privileges, that installs packages here.
install_command() {
  case $SYSTEM in
    debian | ubuntu) echo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" ;;
    fedora) echo dnf install -y "$@" ;;
    alpine) echo apk add --no-cache "$@" ;;
    macos) echo brew install "$@" ;;
    *) return 1 ;;
  esac
}

# The command line that brings the package lists up to date, where that is a step of its own.
refresh_command() {
  case $SYSTEM in
    debian | ubuntu) echo apt-get update ;;
  esac
}

# How a command line is given the right to install: '' for root, 'sudo', or 'none' where there is no way.
privilege() {
  if [ "$SYSTEM" = macos ] || [ "$(id -u)" = 0 ]; then
    echo ''
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    echo sudo
  else
    echo none
  fi
}
