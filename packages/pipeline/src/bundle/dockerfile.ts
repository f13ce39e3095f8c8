/** Serves by PipePilot's own inference service: the model is found by the registry, so one image serves every version. */
export const DOCKERFILE = `# Serves this model's registry with PipePilot's inference service on port 5001.
#
#   docker build -t pipepilot-inference --build-context pipepilot=<a checkout of PipePilot> .
#   docker run -p 5001:5001 -e DATABASE_URL=... -e OBJECT_STORE=s3://... pipepilot-inference
#
# The service loads whatever version the registry calls Production, and the next one without a restart. This bundle
# lies in /opt/model for reference; its bytes are the same as in the object store.
FROM node:20-slim
WORKDIR /opt/pipepilot
COPY --from=pipepilot . .
RUN npm ci && npm run build
COPY . /opt/model
ENV HOST=0.0.0.0 PORT=5001
EXPOSE 5001
CMD ["node", "apps/inference/dist/server.js"]
`;
