import httpProxy from "@fastify/http-proxy";
import { safeParse } from "fast-content-type-parse";
import type { FastifyPluginAsync } from "fastify";

/** Everything that is not ours goes to the pages, its body unread, and so do the sockets of development reloads. */
export function pages(url: string): FastifyPluginAsync {
  return async (app) => {
    app.addHook("onRequest", async ({ headers }) => {
      const type = headers["content-type"];
      if (type !== undefined && !isMediaType(type))
        throw Object.assign(
          new Error("This Content-Type is none: it is written as in text/csv; charset=utf-8."),
          {
            statusCode: 415,
          },
        );
    });
    await app.register(httpProxy, {
      upstream: url,
      websocket: process.env.NODE_ENV === "development",
      // Uploads and live streams last as long as they last.
      undici: { bodyTimeout: 0, headersTimeout: 0, connections: 256 },
      replyOptions: {
        // What curl expects before a long body, Node has answered already.
        rewriteRequestHeaders: ({ headers, socket }, { expect: _answered, ...rewritten }) => ({
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

/** Whether the proxy can read it: it throws at others. */
function isMediaType(text: string): boolean {
  return safeParse(text).type !== "";
}
