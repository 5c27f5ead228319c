# Two processes, one image: web (default) and worker (`node build/server/worker.js`). See docs/operations.md.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY rules/package.json rules/
COPY extensions/blocks/package.json extensions/blocks/
COPY extensions/thank-you/package.json extensions/thank-you/
COPY extensions/order-status/package.json extensions/order-status/
RUN npm install --no-save --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production PORT=3000
WORKDIR /app
COPY --from=build /app/package.json /app/prisma.config.ts ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/rules rules
COPY --from=build /app/prisma prisma
COPY --from=build /app/build build
COPY --from=build /app/scripts/migrate.ts /app/scripts/prisma-timers.cjs scripts/
USER node
EXPOSE 3000
HEALTHCHECK CMD node -e "fetch('http://127.0.0.1:'+process.env.PORT+'/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
CMD ["node", "--max-semi-space-size=64", "build/server/web.js"]
