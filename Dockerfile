# syntax=docker/dockerfile:1
# Segue in one image, with FFmpeg and yt-dlp. Nothing here depends on the processor's architecture.

# FFmpeg from the distribution's source, which gets security updates. Only what turns sound into PCM is
# built: the distribution's own package brings 400 MB of libraries for pictures.
FROM debian:12-slim AS ffmpeg
WORKDIR /build
# hadolint ignore=DL3008
RUN sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/debian.sources \
  && apt-get update \
  && apt-get install --yes --no-install-recommends build-essential dpkg-dev zlib1g-dev \
  && apt-get source --download-only ffmpeg \
  && dpkg-source --extract ffmpeg_*.dsc source
WORKDIR /build/source
# src/engine/portable/sniff.ts may ask for these demuxers, and ffmpeg-process.ts for these filters.
RUN ./configure --disable-everything --disable-autodetect --disable-doc --disable-debug --disable-network \
    --disable-x86asm --disable-avdevice --disable-ffplay --disable-ffprobe --enable-zlib --enable-protocol=pipe \
    --enable-demuxer='mp3,flac,wav,aiff,ogg,mov,matroska,asf,avi,aac,ac3,eac3,caf,au,w64,ape,wv,tta,mpc,mpc8,dsf,amr,mpegts,flv,tak' \
    --enable-decoder='aac*,ac3*,eac3*,alac*,als,amr*,ape,atrac*,cook,dca,dsd*,flac,gsm*,mace*,mlp,mp1*,mp2,mp3*,mpc*,nellymoser,opus,pcm*,adpcm*,qdm*,ra_*,ralf,shorten,sipr,speex,tak,truehd,tta,vorbis,wavpack,wma*' \
    --enable-parser='aac*,ac3,dca,flac,mlp,mpegaudio,opus,vorbis,tak,gsm,amr*' \
    --enable-bsf='aac_adtstoasc,null,extract_extradata' \
    --enable-muxer=pcm_s16le --enable-encoder=pcm_s16le \
    --enable-filter='abuffer,abuffersink,aformat,anull,aresample,asetpts,atrim,volume' \
  && make -j2 \
  && strip ffmpeg

# The compilers and the native engine, from script/bootstrap as on any machine.
FROM debian:12-slim AS native
WORKDIR /app
COPY script script
COPY native native
COPY package.json bun.lock bunfig.toml ./
RUN script/bootstrap

# What the program needs to run, without what's only for building and testing.
FROM native AS dependencies
# node_modules is installed again, since an install on top deletes nothing; only what bootstrap compiled is kept.
# Then types, source maps, sources and copies for other module systems and processors are deleted. Python's
# pip goes, too, since script/update-yt-dlp makes an environment of its own.
# hadolint ignore=DL3003
RUN mv node_modules/@discordjs/opus/prebuild opus-prebuild \
  && rm -rf node_modules \
  && bun install --frozen-lockfile --ignore-scripts --production \
  && mv opus-prebuild node_modules/@discordjs/opus/prebuild \
  && cd node_modules \
  && rm -rf typescript @typescript bun-types @types \
    @discordjs/opus/deps @discordjs/opus/src @discordjs/opus/tests @discordjs/opus/build-tmp-napi-v3 \
    @electric-sql/pglite/dist/contrib @electric-sql/pglite/dist/*.tar.gz \
  && find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
  && find drizzle-orm @electric-sql -name '*.cjs' -delete \
  && find sodium-native/prebuilds -mindepth 1 -maxdepth 1 ! -name "$(bun -p 'process.platform + "-" + process.arch')" -exec rm -rf {} + \
  && cd .. \
  && .venv/bin/python -m pip uninstall --quiet --yes setuptools pip \
  && install -D "$(readlink -f "$(command -v bun)")" /opt/bun

# The system that the program runs on, without anything for building.
FROM debian:12-slim AS system
# Versions aren't pinned, so that every new build of the image gets the distribution's security updates.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-mark auto '.*' >/dev/null \
  && apt-get install --yes --no-install-recommends ca-certificates python3 python3-venv tini zlib1g libstdc++6 \
  && apt-get purge --yes --auto-remove \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/cache/debconf /var/log/* \
    /usr/share/man /usr/share/info /usr/share/locale /usr/share/perl /usr/lib/*/perl /usr/lib/*/gconv \
  && find /usr/share/doc -type f ! -name copyright -delete \
  && useradd --system --uid 10001 --home-dir /data --no-create-home segue \
  && install --directory --owner segue /data

# One layer, so that what was deleted before takes no room.
FROM scratch AS run
LABEL org.opencontainers.image.title="Segue" \
  org.opencontainers.image.description="A self-hosted Discord music bot whose voice engine lives inside it" \
  org.opencontainers.image.licenses="MIT"
# hadolint ignore=DL3067
COPY --from=system / /
WORKDIR /app
COPY --from=ffmpeg /build/source/ffmpeg /usr/local/bin/ffmpeg
COPY --from=ffmpeg /build/source/COPYING.LGPLv2.1 /usr/local/share/doc/ffmpeg/COPYING
COPY --from=dependencies /opt/bun /usr/local/bin/bun
COPY --from=dependencies /app/.venv .venv
COPY --from=dependencies /app/node_modules node_modules
COPY --from=dependencies /app/native/segue.node native/segue.node
# In a checkout with a strict umask only the owner may read the files, and the container has another user.
COPY --chmod=755 script script
COPY --chmod=755 package.json bunfig.toml tsconfig.json LICENSE ./
COPY --chmod=755 src src
# BIND=0.0.0.0 is safe here, since only published ports can be reached from outside the container.
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  BIND=0.0.0.0 DATA_DIR=/data HOME=/tmp BUN_RUNTIME_TRANSPILER_CACHE_PATH=0
USER 10001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=3 CMD ["script/healthy"]
# tini passes signals on and cleans up after processes that FFmpeg and yt-dlp leave behind.
ENTRYPOINT ["tini", "--", "bun", "src/main.ts"]
