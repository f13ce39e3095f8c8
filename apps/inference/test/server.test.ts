import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { freePort } from "@pipepilot/db/embedded";
import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, TestService, until } from "./harness";

const root = path.resolve(import.meta.dirname, "..");
const oneRow = JSON.stringify({ dataframe_records: [HOME] });

let services: TestServices;
let prepared: TestService;
beforeAll(async () => {
  services = await createTestServices();
  prepared = await TestService.start(services);
  await prepared.register();
  await prepared.promote(1);
});
afterAll(async () => {
  await prepared.stop();
  await services.close();
});

function startServer(env: NodeJS.Dict<string>): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "src/server.ts"], {
    cwd: root,
    env: { NODE_ENV: "production", PATH: process.env.PATH, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

const environment = () => ({ DATABASE_URL: services.url, OBJECT_STORE: services.storeDirectory });

describe("the process", () => {
  it("answers, and on SIGTERM ends what is under way, writes its log, says goodbye and ends with code 0", async () => {
    const port = await freePort();
    const server = startServer({ ...environment(), PORT: String(port) });
    const exited = once(server, "exit");
    const url = `http://127.0.0.1:${port}`;
    const ask = (body = oneRow) =>
      fetch(`${url}/invocations`, {
        method: "POST",
        headers: { authorization: `Bearer ${prepared.key}`, "content-type": "application/json" },
        body,
      });
    await until(
      "it is up",
      () =>
        fetch(`${url}/ping`).then(
          ({ ok }) => ok,
          () => false,
        ),
      20_000,
    );
    const answered = await Promise.all(Array.from({ length: 5 }, () => ask()));
    expect(answered.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const ids = answered.map(({ headers }) => headers.get("x-pipepilot-prediction-id") as string);
    await until(
      "it is seen",
      async () => (await services.db.prisma.servingInstance.count({ where: { pid: server.pid } })) === 1,
    );

    const inFlight = http.request(`${url}/invocations`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${prepared.key}`,
        "content-type": "application/json",
        expect: "100-continue",
      },
    });
    inFlight.flushHeaders();
    await once(inFlight, "continue");
    server.kill("SIGTERM");
    const response = once(inFlight, "response") as Promise<[http.IncomingMessage]>;
    inFlight.end(oneRow);
    expect((await response)[0].statusCode).toBe(200);
    response.then(([message]) => message.resume());
    expect(await exited).toEqual([0, null]);
    expect(await services.db.prisma.servingInstance.count({ where: { pid: server.pid } })).toBe(0);
    expect(await services.db.prisma.prediction.count({ where: { id: { in: ids } } })).toBe(5);
  });

  it("names every variable that is wrong and ends", async () => {
    const server = startServer({ DATABASE_URL: "mysql://x", PORT: "http" });
    let said = "";
    server.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(server, "exit")) as [number];
    expect(code).toBe(1);
    expect(said).toContain("DATABASE_URL: ");
    expect(said).toContain("PORT: ");
    expect(said.split("\n").length).toBeLessThan(5);
  });
});
