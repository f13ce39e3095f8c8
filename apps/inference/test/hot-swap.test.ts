import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BundleFile } from "@pipepilot/domain/model/schema";
import { objectKey } from "@pipepilot/storage";
import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, HOME_PRICE, MODEL, TestService, until, type Asked } from "./harness";

const body = { dataframe_records: [HOME] };

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** Every answer carries the price of the version that its header names. */
function isWhole({ status, headers, body }: Asked): boolean {
  const version = Number(headers.get("x-pipepilot-version"));
  return status === 200 && Math.abs((body.predictions[0] as number) - HOME_PRICE - 1000 * version) < 0.01;
}

describe("a promotion", () => {
  it("is answered by the new version while 8 clients ask without pause, and no answer fails or mixes versions", async () => {
    const service = await TestService.start(services);
    for (let number = 1; number <= 4; number++) await service.register();
    await service.promote(1);
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);

    let asking = true;
    const answers: { version: number; whole: boolean }[] = [];
    const clients = Array.from({ length: 8 }, async () => {
      while (asking) {
        const asked = await service.ask(body);
        answers.push({ version: Number(asked.headers.get("x-pipepilot-version")), whole: isWhole(asked) });
      }
    });

    for (const number of [2, 3, 4]) {
      await service.promote(number);
      await until(`version ${number} answers`, () => answers.at(-1)?.version === number);
    }
    asking = false;
    await Promise.all(clients);
    expect(answers.length).toBeGreaterThan(100);
    expect(answers.filter(({ whole }) => !whole)).toEqual([]);
    await service.stop();
  });

  it("is found by the poll when its news is lost", async () => {
    const service = await TestService.start(services, { pollMs: 300 });
    const { id } = await service.register();
    await services.db.prisma.modelVersion.updateMany({ where: { id }, data: { stage: "Production" } });
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);
    await service.stop();
  });

  it("of a damaged bundle replaces nothing, and the serving page can see why", async () => {
    const service = await TestService.start(services);
    await service.register();
    await service.promote(1);
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);

    const { id } = await service.register(MODEL, (files) =>
      files.map((file) =>
        file.path === "model/model.bin" ? { ...file, hash: files[0].hash, size: files[0].size } : file,
      ),
    );
    await service.promote(2);
    const load = () =>
      services.db.prisma.servingLoad.findFirst({
        where: { modelVersionId: id, instanceId: service.inference.serving.instanceId },
      });
    await until("the failure is told", async () => (await load())?.state === "failed");
    expect((await load())?.error).toBeTruthy();
    expect((await service.ask(body)).headers.get("x-pipepilot-version")).toBe("1");
    expect(await (await fetch(`${service.url}/health`)).json()).toMatchObject({
      status: "degraded",
      models: { failed: 1 },
    });

    await service.register();
    await service.promote(3);
    await until(
      "version 3 answers",
      async () => (await service.ask(body)).headers.get("x-pipepilot-version") === "3",
    );
    await until("the failure is forgotten", async () => (await load()) === null);
    await service.stop();
  });

  it("of bytes that changed in the store replaces nothing", async () => {
    const service = await TestService.start(services);
    await service.register();
    await service.promote(1);
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);
    const { id } = await service.register();
    const { files } = await services.db.prisma.modelVersion.findFirstOrThrow({ where: { id } });
    const { hash } = (files as unknown as BundleFile[]).find(({ path }) => path === "model/model.bin")!;
    const file = path.join(services.storeDirectory, objectKey(hash));
    const bytes = await readFile(file);
    bytes[bytes.length - 1] ^= 1;
    await writeFile(file, bytes);
    await service.promote(2);
    await until("the failure is known", () => service.inference.serving.production.failed().length === 1);
    expect(service.inference.serving.production.failed()[0].error).toContain(
      "does not have the recorded size",
    );
    expect((await service.ask(body)).headers.get("x-pipepilot-version")).toBe("1");
    await service.stop();
  });

  it("of what was asked for by number before needs no loading, and archiving it ends it", async () => {
    const service = await TestService.start(services);
    await service.register();
    const byNumber = await service.ask(body, { path: `/models/${MODEL}/invocations?version=1` });
    expect(isWhole(byNumber)).toBe(true);
    await service.promote(1);
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);
    await service.promote(1, "Archived");
    await until("nothing answers", async () => (await service.ask(body)).status === 503);
    expect((await service.ask(body, { path: `/models/${MODEL}/invocations?version=1` })).status).toBe(200);
    await service.stop();
  });
});
