# shellcheck shell=bash
# Where this checkout's own tools lie. Sourced by every script, so that what bootstrap put into
# .cache/ and .venv/ is found without anybody changing a profile.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
TOOLS="$ROOT/.cache/tools"

# Some service managers and containers start programs without a home; cargo and npm want one.
if [ -z "${HOME:-}" ]; then
  HOME="$ROOT/.cache/home"
  mkdir -p "$HOME"
fi
export HOME

PATH="$TOOLS/bin:$TOOLS/node_modules/.bin:$PATH"
[ ! -d "$HOME/.cargo/bin" ] || PATH="$PATH:$HOME/.cargo/bin"
export PATH
