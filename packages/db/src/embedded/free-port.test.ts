import net from "node:net";
import { expect, it } from "vitest";
import { freePort } from "./free-port";

it("is a port one can listen on, and none the kernel gives to outgoing connections", async () => {
  for (let count = 0; count < 20; count++) {
    const port = await freePort();
    expect(port).toBeLessThan(32_768);
    // To 10080 and some below it fetch answers "bad port".
    expect(port).toBeGreaterThan(10_080);
    const server = net.createServer().listen(port, "127.0.0.1");
    await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));
    await new Promise((resolve) => server.close(resolve));
  }
});
