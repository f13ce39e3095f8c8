import net from "node:net";
import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestService } from "./harness";

let services: TestServices;
let service: TestService;
beforeAll(async () => {
  services = await createTestServices();
  service = await TestService.start(services, { requestTimeoutMs: 300 });
});
afterAll(async () => {
  await service.stop();
  await services.close();
});

it("ends a request whose body trickles in, with 408", async () => {
  const socket = net.connect(Number(new URL(service.url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString()));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  // A byte may be under way when the answer comes; the connection is reset then.
  socket.on("error", () => {});
  socket.write(
    `POST /invocations HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${service.key}\r\n` +
      "content-type: application/json\r\ncontent-length: 1000\r\n\r\n",
  );
  // A byte that follows the end of the connection would throw away the answer: what has arrived is read before.
  const trickle = setInterval(
    () => setImmediate(() => answer === "" && socket.writable && socket.write(" ")),
    50,
  );
  await closed;
  clearInterval(trickle);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});
