# syntax=docker/dockerfile:1
# Segue in one image, with FFmpeg and yt-dlp. Nothing here depends on the processor's architecture.

# The compilers, and the native engine, made as script/bootstrap makes them anywhere.
FROM debian:12-slim AS native
WORKDIR /app
COPY script script
COPY native native
COPY package.json bun.lock bunfig.toml ./
RUN script/bootstrap

# What the program needs while it runs, without what only building and testing need.
FROM native AS dependencies
# An install over the whole one leaves everything there; only what bootstrap compiled is kept.
RUN mv node_modules/@discordjs/opus/prebuild opus-prebuild \
  && rm -rf node_modules \
  && bun install --frozen-lockfile --ignore-scripts --production \
  && mv opus-prebuild node_modules/@discordjs/opus/prebuild \
  && install -D "$(readlink -f "$(command -v bun)")" /opt/bun

FROM debian:12-slim AS run
LABEL org.opencontainers.image.title="Segue" \
  org.opencontainers.image.description="A self-hosted Discord music bot whose voice engine lives inside it" \
  org.opencontainers.image.licenses="MIT"
# The distribution's security updates are wanted whenever the image is built anew.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates ffmpeg python3 python3-venv tini \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --home-dir /data --no-create-home segue \
  && install --directory --owner segue /data
WORKDIR /app
COPY --from=dependencies /opt/bun /usr/local/bin/bun
COPY --from=dependencies /app/.venv .venv
COPY --from=dependencies /app/node_modules node_modules
COPY --from=dependencies /app/native/segue.node native/segue.node
# A checkout made under a strict umask can be read by its owner alone, who is not the one here.
COPY --chmod=755 script script
COPY --chmod=755 package.json bunfig.toml tsconfig.json LICENSE ./
COPY --chmod=755 src src
# Inside a container only what is published is reached from outside.
ENV BIND=0.0.0.0 DATA_DIR=/data HOME=/tmp BUN_RUNTIME_TRANSPILER_CACHE_PATH=0
USER 10001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=3 CMD ["script/healthy"]
# tini passes signals on and ends what FFmpeg and yt-dlp leave behind.
ENTRYPOINT ["tini", "--", "bun", "src/main.ts"]
