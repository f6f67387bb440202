# Builds the console and installs what runs in production; the server itself runs from its TypeScript.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/rules/package.json packages/rules/
COPY packages/server/package.json packages/server/
COPY packages/console/package.json packages/console/
COPY e2e/package.json e2e/
COPY bench/package.json bench/
COPY faults/package.json faults/
RUN npm install --global "$(node -p 'require("./package.json").packageManager')" && pnpm install --frozen-lockfile
COPY . .
RUN cd packages/console && node node_modules/vite/bin/vite.js build
# What the server needs at run time; the database is PostgreSQL's own container, so its binaries stay out.
RUN CI=true pnpm install --frozen-lockfile --prod --no-optional --ignore-scripts --filter @copydesk/server...

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 SMTP_PORT=2525 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/packages/rules packages/rules
COPY --from=build /app/packages/server packages/server
COPY --from=build /app/packages/console/dist packages/console/dist
USER node
VOLUME /data
EXPOSE 4000 2525
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "packages/server/src/main.ts"]
