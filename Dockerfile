# The server with its build, as `npm start` would make it, for one container. Data without DATABASE_URL: the volume /data.

FROM node:22-slim AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1

# Everything needed to build; nothing of it but the build itself reaches the image.
FROM base AS build
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --no-audit --no-fund
COPY . .
RUN --mount=type=cache,target=/app/.next/cache npm run build
# clang for C and C++ is 120 MB more: `docker compose build --build-arg CLANG=1`.
ARG CLANG=
RUN mkdir -p .cache/clang && if [ -n "$CLANG" ]; then npm run analysers:clang; fi

FROM base AS dependencies
COPY package.json package-lock.json ./
# The compiler, Monaco, whose bundle is in .next, and what the list of passwords was made from are needed to build only.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@next/swc-* node_modules/monaco-editor node_modules/fxa-common-password-list/source_data

FROM base
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
# What shell scripts are also looked through by, where it is there.
RUN apt-get update && apt-get install -y --no-install-recommends shellcheck && rm -rf /var/lib/apt/lists/*
# A volume starts as a copy of the folder it covers, owner and mode included.
RUN mkdir -m 700 /data && chown node:node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/package.json /app/next.config.mjs ./
COPY --from=build /app/drizzle ./drizzle
COPY --from=build /app/dist ./dist
COPY --from=build /app/.next ./.next
COPY --from=build /app/.cache/clang ./.cache/clang
USER node
VOLUME /data
EXPOSE 8000
# Live, not ready: a database that is away is no reason to replace this container. It listens only once it has migrated.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/v1/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1: it hears SIGTERM and ends in order, within 10 s.
CMD ["node", "--enable-source-maps", "--no-memory-reducer", "dist/server.mjs"]
