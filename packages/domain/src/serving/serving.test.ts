import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { CHANNELS } from "../event/channels";
import { getModelVersion } from "../model/get-version";
import { setAlias } from "../model/set-alias";
import { transitionStage } from "../model/transition-stage";
import { createTestVersion } from "../run/testing";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { findServedVersion } from "./find-version";
import { reportHeartbeat } from "./heartbeat";
import { listInstances } from "./list-instances";
import { listServedVersions } from "./production";
import { retireInstance } from "./retire";
import type { ReportHeartbeatInput } from "./schema";
import { servingStats } from "./stats";

let services: TestServices;
let ctx: ProjectContext;
let first: Awaited<ReturnType<typeof createTestVersion>>;
let second: typeof first;

beforeAll(async () => {
  services = await createTestServices();
});
beforeEach(async () => {
  ctx = await createTestProject(services);
  first = await createTestVersion(ctx, "prices");
  second = await createTestVersion(ctx, "prices");
});
afterAll(() => services.close());

type Load = Partial<ReportHeartbeatInput["loads"][number]> & { modelVersionId: string };

function beat(instanceId: string, loads: Load[]) {
  return reportHeartbeat({
    services,
    input: {
      instanceId,
      hostname: "host",
      pid: 42,
      address: "http://127.0.0.1:5001",
      version: "0.1.0",
      memoryBytes: 150_000_000,
      startedAt: new Date(0),
      loads: loads.map((load) => ({ projectId: ctx.project.id, state: "ready", ...load })),
    },
  });
}

/** As if the last heartbeat had been so long ago. */
const age = (instanceId: string, seconds: number) =>
  ctx.db.prisma.$executeRaw`
    UPDATE "ServingInstance" SET "heartbeatAt" = now() - ${seconds} * interval '1 second' WHERE id = ${instanceId}::uuid`;

const promote = (number: number) =>
  transitionStage({ ctx, input: { model: "prices", number, stage: "Production" } });
const servingOf = async (number: number) =>
  (await getModelVersion({ ctx, input: { model: "prices", number } })).serving;

describe("what must be served", () => {
  it("lists every project's Production versions with all that loading needs", async () => {
    await promote(2);
    const other = await createTestProject(services);
    await createTestVersion(other, "churn");
    await transitionStage({ ctx: other, input: { model: "churn", number: 1, stage: "Production" } });
    const ofBoth = (await listServedVersions({ services })).filter(
      ({ projectId }) => projectId === ctx.project.id || projectId === other.project.id,
    );
    const stored = await getModelVersion({ ctx, input: { model: "prices", number: 2 } });
    expect(ofBoth).toHaveLength(2);
    const served = {
      projectId: ctx.project.id,
      projectSlug: ctx.project.slug,
      modelId: second.modelId,
      model: "prices",
      modelVersionId: second.id,
      number: 2,
      stage: "Production",
      bundleHash: stored.bundleHash,
      files: stored.files,
      signature: stored.signature,
      family: "random_forest",
      task: "regression",
      runId: null,
    };
    expect(ofBoth.find(({ model }) => model === "prices")).toEqual(served);
    expect(await findServedVersion({ ctx, input: { model: "prices" } })).toEqual(served);
    expect(await findServedVersion({ ctx, input: { modelId: second.modelId, version: 2 } })).toEqual(served);
  });

  it("finds a version for a key that may predict, by number, stage or alias", async () => {
    await setAlias({ ctx, input: { model: "prices", alias: "champion", number: 1 } });
    const actor = { kind: "apiKey", apiKeyId: randomUUID(), name: "app", scopes: ["predict"] } as const;
    const asKey: ProjectContext = { ...ctx, actor, role: null };
    const find = (input: object) => findServedVersion({ ctx: asKey, input });
    expect((await find({ model: "prices", alias: "champion" })).number).toBe(1);
    expect((await find({ model: "prices", version: "latest" })).number).toBe(2);
    await expect(find({ model: "prices" })).rejects.toMatchObject({
      code: "nothing_in_production",
      kind: "unavailable",
    });
    await expect(find({ model: "nowhere" })).rejects.toMatchObject({ code: "not_found" });
    await expect(find({})).rejects.toMatchObject({ code: "invalid_input" });
    const tracker: ProjectContext = { ...asKey, actor: { ...actor, scopes: ["track"] } };
    await expect(findServedVersion({ ctx: tracker, input: { model: "prices" } })).rejects.toMatchObject({
      code: "permission_denied",
    });
    const stranger = await createTestProject(services);
    for (const input of [{ model: "prices" }, { modelId: first.modelId }])
      await expect(findServedVersion({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("heartbeats", () => {
  it("say what is served, whatever the stage says", async () => {
    await promote(2);
    const instance = randomUUID();
    await beat(instance, [{ modelVersionId: first.id }, { modelVersionId: second.id, state: "loading" }]);
    expect(await servingOf(1)).toEqual({ state: "ready", instances: 1, error: null });
    expect(await servingOf(2)).toEqual({ state: "loading", instances: 0, error: null });
    await beat(instance, [{ modelVersionId: second.id, state: "failed", error: "Hash differs." }]);
    expect(await servingOf(1)).toBeNull();
    expect(await servingOf(2)).toEqual({ state: "failed", instances: 0, error: "Hash differs." });
  });

  it("count for 15 seconds", async () => {
    const instance = randomUUID();
    await beat(instance, [{ modelVersionId: first.id }]);
    await age(instance, 14);
    expect(await servingOf(1)).toMatchObject({ state: "ready" });
    expect(await listInstances({ ctx })).toMatchObject([
      { id: instance, alive: true, memoryBytes: 150_000_000 },
    ]);
    await age(instance, 16);
    expect(await servingOf(1)).toBeNull();
    expect(await listInstances({ ctx })).toMatchObject([{ id: instance, alive: false }]);
    expect((await servingStats({ ctx })).instances).toBe(0);
    await beat(instance, [{ modelVersionId: first.id }]);
    expect((await servingStats({ ctx })).instances).toBe(1);
  });

  it("end with a goodbye, and the killed are forgotten after an hour", async () => {
    const [stopped, killed] = [randomUUID(), randomUUID()];
    await beat(stopped, [{ modelVersionId: first.id }]);
    await beat(killed, [{ modelVersionId: first.id }]);
    await retireInstance({ services, input: { instanceId: stopped } });
    await retireInstance({ services, input: { instanceId: stopped } });
    expect((await listInstances({ ctx })).map(({ id }) => id)).toEqual([killed]);
    await age(killed, 3700);
    await beat(randomUUID(), []);
    expect(await listInstances({ ctx })).toEqual([]);
  });

  it("leave out versions that are gone", async () => {
    const instance = randomUUID();
    await beat(instance, [{ modelVersionId: randomUUID() }, { modelVersionId: first.id }]);
    const [{ loads }] = await listInstances({ ctx });
    expect(loads.map(({ modelVersionId }) => modelVersionId)).toEqual([first.id]);
  });

  it("tell live pages of what changed and only then", async () => {
    const heard: string[] = [];
    const subscription = services.db.listener.subscribe(CHANNELS.live, (text) => {
      if (text.includes('"serving"') && text.includes(ctx.project.id)) heard.push(text);
    });
    await services.db.listener.ready();
    const instance = randomUUID();
    await beat(instance, [{ modelVersionId: first.id, requestCount: 1 }]);
    await beat(instance, [{ modelVersionId: first.id, requestCount: 1 }]);
    await beat(instance, [{ modelVersionId: first.id, requestCount: 2 }]);
    await retireInstance({ services, input: { instanceId: instance } });
    await expect.poll(() => heard.length).toBeGreaterThanOrEqual(3);
    subscription.unsubscribe();
    expect(heard).toHaveLength(3);
  });

  it("add up to the project's figures", async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const measured = (p50: number, p95: number, perMin: number) => ({
      latencyP50Ms: p50,
      latencyP95Ms: p95,
      requestsPerMin: perMin,
      requestCount: perMin * 2,
      errorCount: 1,
    });
    await beat(one, [{ modelVersionId: first.id, ...measured(1, 4, 300) }, { modelVersionId: second.id }]);
    await beat(two, [{ modelVersionId: first.id, ...measured(3, 9, 100) }]);
    const stranger = await createTestProject(services);
    const stats = await servingStats({ ctx });
    // (1 ms * 300 + 3 ms * 100) / 400
    const figures = {
      requestsPerMin: 400,
      latencyP50Ms: 1.5,
      latencyP95Ms: 9,
      requestCount: 800,
      errorCount: 2,
    };
    expect(stats).toMatchObject({ ...figures, instances: 2 });
    expect(stats.versions.find(({ number }) => number === 1)).toMatchObject({ ...figures, instances: 2 });
    expect(stats.versions.find(({ number }) => number === 2)).toMatchObject({
      instances: 1,
      latencyP50Ms: null,
    });
    expect(await servingStats({ ctx: stranger })).toMatchObject({
      instances: 0,
      requestsPerMin: 0,
      versions: [],
    });
    expect(await listInstances({ ctx: stranger })).toEqual([]);
  });
});
