import http from "node:http";
import https from "node:https";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface HttpCall {
  readonly url: string;
  readonly method: "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** Answers with more bytes are cut off and rejected as ResponseTooLargeError. */
  readonly maxBytes: number;
}

export class ResponseTooLargeError extends Error {
  override readonly name = "ResponseTooLargeError";
}

/** `fetch` gives up on headers after five minutes; a training step may take longer, so node:http it is. */
const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
};

/** Sends JSON and reads the whole answer. Rejects when the connection fails or breaks, or `signal` is aborted. */
export function sendJson(call: HttpCall): Promise<HttpAnswer> {
  const url = new URL(call.url);
  const secure = url.protocol === "https:";
  const request = (secure ? https : http).request(url, {
    agent: secure ? agents["https:"] : agents["http:"],
    method: call.method,
    headers: {
      ...call.headers,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(call.body),
    },
    signal: call.signal,
  });
  return new Promise((resolve, reject) => {
    request.once("socket", (socket) => {
      socket.setNoDelay(true);
      // Finds out within minutes when the machine at the other end vanished during a long step.
      socket.setKeepAlive(true, 15_000);
    });
    request.once("error", reject);
    request.once("response", (response) => readAnswer(response, call.maxBytes).then(resolve, reject));
    request.end(call.body);
  });
}

async function readAnswer(response: http.IncomingMessage, maxBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.destroy();
      throw new ResponseTooLargeError(`the answer has more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: Buffer.concat(chunks).toString("utf8"),
  };
}
