# shellcheck shell=bash
# The versions that bootstrap installs, each stated once; yt-dlp's stands in script/requirements.txt. Sourced.

# shellcheck disable=SC2034 # read by whoever sources this file
BUN_VERSION=1.4.5

# Debian's own node-gyp links every addon with libnode, which must not be loaded into Bun.
# shellcheck disable=SC2034 # as above
NODE_GYP_VERSION=11.5.0
