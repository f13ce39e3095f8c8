import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createDatabase } from "@pipepilot/db";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@pipepilot/db/embedded";
import { applyMigrations } from "@pipepilot/db/migrate";
import { MIGRATIONS_DIR } from "@pipepilot/db/testing";
import { createObjectStore } from "@pipepilot/storage";
import { afterAll, beforeAll, expect, it } from "vitest";
import { HOME, TestService, until } from "./harness";

const body = { dataframe_records: [HOME] };

let directory: string;
let postgres: EmbeddedPostgres;
beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "pipepilot-down-"));
  postgres = await startPostgres();
  await applyMigrations(postgres.url, MIGRATIONS_DIR);
});
afterAll(async () => {
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
});

function startPostgres(port?: number): Promise<EmbeddedPostgres> {
  const [dataDir, passwordFile] = ["data", "password"].map((name) => path.join(directory, name));
  return startEmbeddedPostgres({ dataDir, passwordFile, port, settings: { fsync: "off" } });
}

it("goes on answering while PostgreSQL is down, and catches up when it is back, without a restart", async () => {
  const db = createDatabase({ url: postgres.url, poolSize: 5 });
  const store = await createObjectStore({ kind: "local", directory: path.join(directory, "objects") });
  const service = await TestService.start({ db, store }, { keyRefreshAfterMs: 50, keyStaleAfterMs: 100 });
  const { projectId } = { projectId: service.ctx.project.id };
  await service.register();
  await service.register();
  await service.promote(1);
  let answered = 0;
  const answers = async () => {
    const { status } = await service.ask(body);
    if (status === 200) answered++;
    return status === 200;
  };
  await until("version 1 answers", answers);

  await postgres.stop();
  const downUntil = performance.now() + 2_500;
  for (; performance.now() < downUntil; await delay(5)) expect(await answers()).toBe(true);
  const unknown = await service.ask(body, { key: `pp_${"B".repeat(43)}` });
  expect([unknown.status, unknown.body.error_code]).toEqual([503, "TEMPORARILY_UNAVAILABLE"]);
  expect(await (await fetch(`${service.url}/health`)).json()).toMatchObject({
    status: "degraded",
    database: "down",
  });
  expect((await fetch(`${service.url}/ping`)).status).toBe(200);

  postgres = await startPostgres(postgres.port);
  await until("the database is seen again", async () => {
    const health = await (await fetch(`${service.url}/health`)).json();
    return (health as { database: string }).database === "up";
  });
  const strange = await service.ask(body, { key: `pp_${"C".repeat(43)}` });
  expect(strange.status).toBe(401);
  await service.promote(2);
  await until("version 2 answers", async () => {
    const asked = await service.ask(body);
    if (asked.status === 200) answered++;
    return asked.headers.get("x-pipepilot-version") === "2";
  });
  const written = () => db.prisma.prediction.count({ where: { projectId } });
  await until("every answer is in the log", async () => (await written()) === answered);
  await service.stop();
  await db.close();
});
