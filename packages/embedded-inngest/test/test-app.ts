import http from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";

/** A client of the server at `baseUrl`, in development mode or with keys. */
export function testClient(
  baseUrl: string,
  keys?: { readonly eventKey: string; readonly signingKey: string },
): Inngest {
  const silent = {
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
    debug: () => undefined,
  };
  return new Inngest({ id: "app", baseUrl, logger: silent, isDev: keys === undefined, ...keys });
}

export interface TestApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves real SDK functions over HTTP, as an application does. */
export async function serveFunctions(
  client: Inngest,
  functions: InngestFunction.Any[],
  port = 0,
): Promise<TestApp> {
  const server = http.createServer(serve({ client, functions }));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
