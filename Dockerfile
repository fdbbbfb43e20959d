# The CITES Virtual College as a container image. Settings: README.md; a whole installation: compose.yaml.
#
# Debian 13 (trixie), because its C library is new enough for the embedded database engine (2.38 or later), which
# serves where MONGODB_URI is not set.
ARG BASE=node:20-trixie-slim

FROM ${BASE} AS build
WORKDIR /college
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM ${BASE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /college
# Owned by root: the server can read its program and not change it.
COPY --from=build /college ./
RUN install -d -o node -g node -m 700 /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node.js itself, not npm: it must receive SIGTERM to stop cleanly.
CMD ["node", "dist/server/main.js"]
