FROM node:24-bookworm-slim AS build
# For the drivers that npm has as source alone.
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ libkrb5-dev make python3 unixodbc-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY migrations migrations
RUN npm run build && npm prune --omit=dev --no-audit --no-fund && npm run drivers:native

FROM node:24-bookworm-slim
# What those drivers speak through: Kerberos, and ODBC with FreeTDS.
RUN apt-get update \
 && apt-get install -y --no-install-recommends krb5-user libgssapi-krb5-2 tdsodbc unixodbc \
 && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    PATCHBAY_HOME=/var/lib/patchbay
WORKDIR /app
# 711: a folder of secrets, which its owner alone may list.
RUN install -d -o node -g node -m 711 /var/lib/patchbay
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# Run by `java` where an operator adds one.
COPY --from=build /app/libs/connector-sdk/src/families/jdbc/JdbcBridge.java libs/connector-sdk/src/families/jdbc/
USER node
VOLUME /var/lib/patchbay
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]
