import { randomInt } from "node:crypto";
import net from "node:net";

/**
 * A free port of this machine, below the range (32768 and up on Linux) from which the kernel serves outgoing
 * connections: one from that range can be taken by any of them before, or while, whoever is to listen on it starts
 * again. And above 10080, the last of the ports that fetch refuses to speak to.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_081, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
