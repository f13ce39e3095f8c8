import httpProxy from "@fastify/http-proxy";
import type { FastifyPluginAsync } from "fastify";

/** Everything that is not ours goes to the pages, its body unread, and so do the sockets of development reloads. */
export function pages(url: string): FastifyPluginAsync {
  return async (app) => {
    await app.register(httpProxy, {
      upstream: url,
      websocket: true,
      // Uploads and live streams last as long as they last.
      undici: { bodyTimeout: 0, headersTimeout: 0, connections: 256 },
      replyOptions: {
        rewriteRequestHeaders: ({ headers, socket }, rewritten) => ({
          ...rewritten,
          // Pages build addresses and check origins by the host that was asked.
          host: headers.host,
          "x-forwarded-host": headers.host,
          "x-forwarded-for": socket.remoteAddress,
        }),
        onError: (reply, { error }) => {
          reply.log.warn({ err: error }, "the pages do not answer");
          void reply
            .code(503)
            .header("retry-after", "2")
            .type("text/plain; charset=utf-8")
            .send("The pages are being started. Try again in a few seconds.");
        },
      },
    });
  };
}
