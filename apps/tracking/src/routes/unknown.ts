import type { FastifyInstance } from "fastify";
import type { Gate } from "../gate";

/** What else is asked for under an API's prefix: pages have nothing there. */
export function answerUnknown(app: FastifyInstance, gate: Gate, prefix: string): void {
  app.all(`${prefix}/*`, async (request, reply) => {
    await gate.open(request.headers.authorization);
    const message = `There is no ${request.method} ${request.url.split("?", 1)[0].slice(0, 200)} here.`;
    return reply.code(404).send({ error_code: "ENDPOINT_NOT_FOUND", message });
  });
}
