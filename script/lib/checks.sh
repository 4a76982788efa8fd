# shellcheck shell=bash
# Whether each need is met, asked of the thing itself and not of a package list. Sourced.

# Where node's headers lie: the folder that npm_config_nodedir takes. Fails when nowhere.
node_headers() {
  local prefix candidate
  prefix=$(node -p 'require("node:path").resolve(require("node:fs").realpathSync(process.execPath), "../..")' 2>/dev/null) || prefix=/usr
  for candidate in "$prefix" /usr /usr/local /opt/homebrew; do
    [ -f "$candidate/include/node/node_api.h" ] || continue
    echo "$candidate"
    return
  done
  return 1
}

# A Python that runs and is new enough for yt-dlp (3.11). Version managers' shims may exist and not run.
working_python() {
  local candidate
  for candidate in $(type -ap python3) /usr/bin/python3; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    echo "$candidate"
    return
  done
  return 1
}

# version_at_least 1.96.0 1.88
version_at_least() {
  local have=$1 want=$2 i
  local -a h w
  IFS=. read -ra h <<<"${have%%[!0-9.]*}"
  IFS=. read -ra w <<<"${want%%[!0-9.]*}"
  for i in 0 1 2; do
    ((10#${h[i]:-0} > 10#${w[i]:-0})) && return 0
    ((10#${h[i]:-0} < 10#${w[i]:-0})) && return 1
  done
  return 0
}

rust_wanted() {
  sed -n 's/^rust-version *= *"\(.*\)"/\1/p' "$ROOT/native/Cargo.toml" | head -n 1
}

# Whether the folder holds a Rust that runs and is new enough. rustup's shims without a toolchain do not run.
usable_rust() {
  local folder=$1 wanted tool version
  wanted=$(rust_wanted)
  for tool in cargo rustc; do
    version=$(RUSTUP_AUTO_INSTALL=0 "$folder/$tool" --version 2>/dev/null | cut -d ' ' -f 2) || return 1
    [ -n "$version" ] && version_at_least "$version" "$wanted" || return 1
  done
}

# The first usable Rust is linked into .cache/tools/bin when it is not the one that PATH finds.
adopt_rust() {
  local candidate folder tool
  for candidate in $(type -ap cargo) /usr/bin/cargo; do
    [ -x "$candidate" ] || continue
    folder=$(dirname "$candidate")
    if usable_rust "$folder"; then
      [ "$(command -v cargo)" != "$candidate" ] || return 0
      mkdir -p "$TOOLS/bin"
      for tool in cargo rustc rustdoc rustfmt cargo-fmt cargo-clippy clippy-driver; do
        [ ! -x "$folder/$tool" ] || ln -sfn "$folder/$tool" "$TOOLS/bin/$tool"
      done
      hash -r
      return 0
    fi
  done
  return 1
}

have_node() { node --version && npm --version; }
have_node_headers() { opus_loads || node_headers; }
have_ffmpeg() { ffmpeg -version; }
have_python() { ytdlp_is_pinned || working_python; }
have_venv() { ytdlp_is_pinned || "$(working_python)" -c 'import ensurepip, venv'; }
have_compiler() { cc --version && c++ --version && make --version; }
have_cmake() { cmake --version; }
have_rust() { adopt_rust; }
have_rust_lint() { cargo clippy --version && cargo fmt --version; }
have_shellcheck() { shellcheck --version; }
have_redis() { redis-server --version; }
# Debian keeps its programs out of the PATH.
have_postgres() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }

bun_is_pinned() { [ "$(bun --version 2>/dev/null)" = "$BUN_VERSION" ]; }
ytdlp_pin() { sed -n "s/^yt-dlp.*==//p" "$ROOT/script/requirements.txt"; }
ytdlp_is_pinned() { cmp -s "$ROOT/script/requirements.txt" "$ROOT/.venv/requirements.txt" && "$ROOT/.venv/bin/yt-dlp" --version; }
linters_are_pinned() { cmp -s "$ROOT/script/requirements-test.txt" "$ROOT/.venv/requirements-test.txt" && "$ROOT/.venv/bin/hadolint" --version && "$ROOT/.venv/bin/check-jsonschema" --version; }
dependencies_stamp() { cat "$ROOT/package.json" "$ROOT/bun.lock" | cksum; }
dependencies_are_installed() { [ "$(cat "$ROOT/node_modules/.segue-stamp" 2>/dev/null)" = "$(dependencies_stamp)" ]; }
opus_loads() { (cd "$ROOT" && bun -e 'require("@discordjs/opus")'); }
