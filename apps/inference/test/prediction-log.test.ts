import { createTestServices, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, TestService, until } from "./harness";

const body = { dataframe_records: [{ ...HOME, note: "x".repeat(5_000) }] };

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const rowsOf = (service: TestService) =>
  services.db.prisma.prediction.findMany({
    where: { projectId: service.ctx.project.id },
    orderBy: { id: "asc" },
  });

describe("the prediction log", () => {
  it("has every answer with its version, key, latency and outputs, and inputs of some", async () => {
    const startedMs = Date.now();
    const service = await TestService.start(services, { inputSamplesPerSecond: 2 });
    const { id: modelVersionId } = await service.register();
    await service.promote(1);
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);
    const asked = await Promise.all(Array.from({ length: 20 }, () => service.ask(body)));
    const ids = asked.map(({ headers }) => headers.get("x-pipepilot-prediction-id") as string);

    await until("all are written", async () => (await rowsOf(service)).length >= 21);
    const rows = (await rowsOf(service)).filter(({ id }) => ids.includes(id));
    expect(rows).toHaveLength(20);
    for (const row of rows) {
      expect(row).toMatchObject({ modelVersionId, rowCount: 1, outputs: [expect.closeTo(1033, 3)] });
      expect(row.apiKeyId).not.toBeNull();
      expect(row.latencyMs).toBeGreaterThan(0);
      expect(row.at.getTime()).toBeGreaterThanOrEqual(startedMs);
      expect(row.at.getTime()).toBeLessThanOrEqual(Date.now());
    }
    const written = await rowsOf(service);
    const secondOf = ({ at }: { at: Date }) => Math.floor(at.getTime() / 1000);
    for (const second of new Set(written.map(secondOf))) {
      const answered = written.filter((row) => secondOf(row) === second);
      const sampled = answered.filter(({ inputs }) => inputs !== null);
      expect(sampled).toHaveLength(Math.min(2, answered.length));
      expect(sampled[0].inputs).toEqual([{ ...HOME, garden: "true" }]);
    }
    await service.stop();
  });

  it("is written to the last answer when the service stops", async () => {
    const service = await TestService.start(services, { flushMs: 60_000 });
    await service.register();
    await service.promote(1);
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);
    await service.ask(body);
    expect(await rowsOf(service)).toHaveLength(0);
    await service.stop();
    expect(await rowsOf(service)).toHaveLength(2);
  });
});

describe("the heartbeat", () => {
  it("tells what is loaded and how it fares, and is gone when the service stops", async () => {
    const service = await TestService.start(services);
    const { id: modelVersionId } = await service.register();
    await service.promote(1);
    await until("version 1 answers", async () => (await service.ask(body)).status === 200);
    for (let count = 0; count < 4; count++) await service.ask(body);
    await service.ask({ dataframe_records: [{ size: "ten" }] });
    const instance = () =>
      services.db.prisma.servingInstance.findUnique({
        where: { id: service.inference.serving.instanceId },
        include: { loads: { where: { modelVersionId } } },
      });
    await until("the counts are told", async () => (await instance())?.loads[0]?.errorCount === 1n);
    const told = await instance();
    expect(told).toMatchObject({ pid: process.pid, address: service.url });
    expect(told!.loads[0]).toMatchObject({
      state: "ready",
      error: null,
      requestCount: 6n,
      requestsPerMin: 6,
    });
    expect(told!.loads[0].latencyP50Ms).toBeGreaterThan(0);
    expect(told!.loads[0].latencyP95Ms).toBeGreaterThanOrEqual(told!.loads[0].latencyP50Ms!);
    await service.stop();
    expect(await instance()).toBeNull();
  });
});
