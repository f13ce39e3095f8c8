import { randomBytes } from "node:crypto";
import { createDatabase } from "@pipepilot/db";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { storeArtifact } from "../artifact/store";
import type { ProjectContext } from "../context";
import { trashExperiment } from "../experiment/trash";
import { createTestExperiment } from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { createAssessment } from "./create-assessment";
import { deleteTraces } from "./delete";
import { deleteTraceTag } from "./delete-tag";
import { getTraceInfo, getTraces } from "./get";
import { linkPromptsToTrace } from "./link-prompts";
import { linkTracesToRun } from "./link-run";
import { logSpans } from "./log-spans";
import type { SpanInput, StartTraceInput } from "./schema";
import { searchTraces } from "./search";
import { setTraceTag } from "./set-tag";
import { startTrace } from "./start";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;
beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());
beforeEach(async () => {
  experimentId = (await createTestExperiment(ctx)).id;
});

const MS = 1_000_000n;
const missing = { code: "not_found" };
const newId = () => `tr-${randomBytes(16).toString("hex")}`;
const newSpan = (traceId: string, input: Partial<SpanInput> = {}): SpanInput => {
  const spanId = randomBytes(8).toString("hex");
  const own = {
    name: "root",
    type: "CHAIN",
    status: "OK" as const,
    startTime: 1000n * MS,
    endTime: 1500n * MS,
  };
  return { traceId, spanId, parentId: null, content: JSON.stringify({ id: spanId }), ...own, ...input };
};
const log = (...spans: SpanInput[]) => logSpans({ ctx, input: { experimentId, spans } });
const start = async (input: Partial<StartTraceInput> = {}) => {
  const own = { traceId: newId(), experimentId, requestTime: 5000, state: "OK" as const, ...input };
  await startTrace({ ctx, input: own });
  return own.traceId;
};
const info = (traceId: string) => getTraceInfo({ ctx, input: { traceId } });

describe("spans", () => {
  it("make a trace, which grows with those that come later", async () => {
    const id = newId();
    const child = newSpan(id, { parentId: "0".repeat(16), startTime: 1200n * MS, endTime: 1900n * MS });
    await log(child);
    expect(await info(id)).toMatchObject({
      state: "IN_PROGRESS",
      requestTime: new Date(1200),
      duration: 700,
    });
    const root = newSpan(id, { trace: { requestPreview: "hi", tags: { team: "a" } }, metadata: { m: "1" } });
    await log(root);
    expect(await info(id)).toEqual({
      id,
      experimentId,
      artifactLocation: null,
      clientRequestId: null,
      requestTime: new Date(1000),
      duration: 900,
      state: "OK",
      requestPreview: "hi",
      responsePreview: null,
      metadata: { m: "1" },
      tags: { team: "a" },
      isFinal: false,
      spans: 2,
      assessments: [],
    });
    const [trace] = await getTraces({ ctx, input: { traceIds: [id] } });
    expect(trace.spans).toEqual([root.content, child.content]);
  });

  it("do not change what the client has said of the trace, before or after", async () => {
    const said = { requestTime: 5000, duration: 20, state: "ERROR" as const, requestPreview: "said" };
    for (const isFirst of [true, false]) {
      const traceId = newId();
      if (isFirst) await start({ ...said, traceId });
      await log(newSpan(traceId, { trace: { requestPreview: "told", responsePreview: "told" } }));
      if (!isFirst) await start({ ...said, traceId });
      const { requestTime, ...rest } = await info(traceId);
      expect(requestTime).toEqual(new Date(5000));
      expect(rest).toMatchObject({
        duration: 20,
        state: "ERROR",
        requestPreview: "said",
        responsePreview: "told",
      });
    }
  });

  it("that are sent again take their own place", async () => {
    const id = newId();
    const span = newSpan(id);
    await log(span, span);
    await log({ ...span, content: '{"again":true}' });
    const [{ spans }] = await getTraces({ ctx, input: { traceIds: [id] } });
    expect(spans).toEqual(['{"again":true}']);
  });

  it("are whole when there are as many as the client says", async () => {
    const id = await start({ metadata: { "mlflow.trace.sizeStats": '{"num_spans": 2}' } });
    const isWhole = async () => (await getTraces({ ctx, input: { traceIds: [id] } }))[0].isWhole;
    await log(newSpan(id));
    expect(await isWhole()).toBe(false);
    await log(newSpan(id, { parentId: "1".repeat(16) }));
    expect(await isWhole()).toBe(true);
  });

  it("of many writers at once all stay", async () => {
    const ids = Array.from({ length: 4 }, newId);
    const batches = Array.from({ length: 8 }, (_, i) => {
      const own = ids.map((id) => newSpan(id, { parentId: "2".repeat(16) }));
      return log(...(i % 2 ? own : own.reverse()));
    });
    await Promise.all(batches);
    const traces = await getTraces({ ctx, input: { traceIds: ids } });
    expect(traces.map(({ spans }) => spans.length)).toEqual([8, 8, 8, 8]);
  });
});

describe("a trace", () => {
  it("keeps what cannot be stored of a text with a replacement, and cuts what is too long", async () => {
    const id = await start({ requestPreview: "a\0b", tags: { long: "x".repeat(9000) } });
    const { requestPreview, tags } = await info(id);
    expect(requestPreview).toBe("a\ufffdb");
    expect(tags.long).toHaveLength(8000);
  });

  it("is not taken into an experiment in the trash, nor from one that is not there", async () => {
    await trashExperiment({ ctx, input: { id: experimentId } });
    await expect(start()).rejects.toMatchObject({ code: "in_trash" });
    await expect(log(newSpan(newId()))).rejects.toMatchObject({ code: "in_trash" });
    await expect(start({ experimentId: "00000000-0000-7000-8000-000000000000" })).rejects.toMatchObject(
      missing,
    );
  });

  it("takes its spans, its files and what was said of it along when it is deleted", async () => {
    const id = await start();
    const kept = await start({ requestTime: 9000 });
    await log(newSpan(id));
    await createAssessment({ ctx, input: { traceId: id, kind: "feedback", name: "ok", value: true } });
    const root = { traceId: id };
    const { hash } = await storeArtifact({
      ctx,
      input: { root, path: "traces.json" },
      source: randomBytes(20),
    });
    const count = async () => (await ctx.db.prisma.blob.findUnique({ where: { hash } }))?.refCount;
    expect(await count()).toBe(1);
    const deleted = await deleteTraces({ ctx, input: { experimentId, until: 6000 } });
    expect(deleted).toEqual({ deleted: 1 });
    expect(await count()).toBe(0);
    await expect(info(id)).rejects.toMatchObject(missing);
    const { items } = await searchTraces({ ctx, input: { experimentIds: [experimentId] } });
    expect(items.map((each) => each.id)).toEqual([kept]);
  });

  it("is deleted only where it is among the oldest asked for, however PostgreSQL goes about it", async () => {
    const off = ["hashjoin", "mergejoin", "material", "hashagg", "indexscan", "bitmapscan"];
    const loops = `?options=${off.map((way) => `-c%20enable_${way}%3Doff`).join("%20")}`;
    const db = createDatabase({ url: `${services.url}${loops}`, poolSize: 1 });
    const ids: string[] = [];
    for (const requestTime of [3000, 1000, 2000, 4000]) ids.push(await start({ requestTime }));
    const input = { experimentId, until: 9000, limit: 1 };
    expect(await deleteTraces({ ctx: { ...ctx, db }, input })).toEqual({ deleted: 1 });
    await db.close();
    const { items } = await searchTraces({ ctx, input: { experimentIds: [experimentId] } });
    expect(items.map((each) => each.id)).toEqual([ids[3], ids[0], ids[2]]);
  });

  it("is no other project's", async () => {
    const id = await start();
    const stranger = await createTestProject(services);
    const asked = [
      () => getTraceInfo({ ctx: stranger, input: { traceId: id } }),
      () => setTraceTag({ ctx: stranger, input: { traceId: id, key: "a", value: "b" } }),
      () => deleteTraceTag({ ctx: stranger, input: { traceId: id, key: "a" } }),
      () =>
        createAssessment({ ctx: stranger, input: { traceId: id, kind: "feedback", name: "a", value: 1 } }),
      () => linkTracesToRun({ ctx: stranger, input: { runId: "0".repeat(32), traceIds: [id] } }),
      () => logSpans({ ctx: stranger, input: { experimentId, spans: [newSpan(id)] } }),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject(missing);
    const { items } = await searchTraces({ ctx: stranger, input: { experimentIds: [experimentId] } });
    expect(items).toEqual([]);
    expect(await getTraces({ ctx: stranger, input: { traceIds: [id] } })).toEqual([]);
    expect(await deleteTraces({ ctx: stranger, input: { experimentId, traceIds: [id] } })).toEqual({
      deleted: 0,
    });
    expect((await info(id)).tags).toEqual({});
  });

  it("is read, but not changed, by a viewer", async () => {
    const id = await start();
    const viewer = await addTestMember(ctx, "viewer");
    expect((await getTraceInfo({ ctx: viewer, input: { traceId: id } })).id).toBe(id);
    const denied = { code: "permission_denied" };
    await expect(
      setTraceTag({ ctx: viewer, input: { traceId: id, key: "a", value: "b" } }),
    ).rejects.toMatchObject(denied);
    await expect(deleteTraces({ ctx: viewer, input: { experimentId, until: 0 } })).rejects.toMatchObject(
      denied,
    );
    await expect(
      logSpans({ ctx: viewer, input: { experimentId, spans: [newSpan(id)] } }),
    ).rejects.toMatchObject(denied);
  });
});

describe("a search of traces", () => {
  const ids = async (filter: string, orderBy: string[] = []) =>
    (await searchTraces({ ctx, input: { experimentIds: [experimentId], filter, orderBy } })).items.map(
      ({ id }) => id,
    );

  it("looks into attributes of spans, whatever their type", async () => {
    const id = await start();
    const attributes = [
      { key: "model", value: { string_value: "gpt'; DROP TABLE x --" } },
      { key: "n", value: { int_value: 3 } },
    ];
    await log(newSpan(id, { content: JSON.stringify({ attributes }) }));
    await log(newSpan(await start()));
    expect(await ids(`span.attributes.model = "gpt'; DROP TABLE x --"`)).toEqual([id]);
    expect(await ids("span.attributes.model LIKE 'gpt%'")).toEqual([id]);
    expect(await ids("span.attributes.n = '3'")).toEqual([id]);
    expect(await ids("trace.text LIKE '%DROP TABLE%'")).toEqual([id]);
    expect(await ids("span.attributes.other = '3'")).toEqual([]);
  });

  it("reads spans with NUL and with backslashes before what looks like one", async () => {
    const id = await start();
    const attributes = [
      { key: "odd", value: { string_value: "a\0b" } },
      { key: "path", value: { string_value: "c:\\u0000\\x" } },
    ];
    await log(newSpan(id, { content: JSON.stringify({ attributes }) }));
    expect(await ids("span.attributes.odd LIKE 'a%b'")).toEqual([id]);
    expect(await ids("span.attributes.path LIKE 'c:%x'")).toEqual([id]);
  });

  it("finds traces by the prompts they used", async () => {
    const [id, other] = [await start(), await start()];
    const link = (traceId: string, version: string) =>
      linkPromptsToTrace({ ctx, input: { traceId, prompts: [{ name: "greet", version }] } });
    await link(id, "1");
    await link(id, "12");
    await link(id, "1");
    await link(other, "2");
    expect(JSON.parse((await info(id)).tags["mlflow.linkedPrompts"])).toEqual([
      { name: "greet", version: "1" },
      { name: "greet", version: "12" },
    ]);
    expect(await ids("prompt = 'greet/1'")).toEqual([id]);
    expect(await ids("prompt = 'greet/2'")).toEqual([other]);
    await expect(ids("prompt = 'greet'")).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("pages by what it is ordered by, those without a value last", async () => {
    const times = [5000, 7000, 6000];
    const all = await Promise.all(
      times.map((requestTime, i) => start({ requestTime, tags: i ? { k: `${i}` } : {} })),
    );
    expect(await ids("", ["tags.k DESC"])).toEqual([all[2], all[1], all[0]]);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchTraces({
        ctx,
        input: { experimentIds: [experimentId], orderBy: ["tags.k"], limit: 1, cursor },
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([all[1], all[2], all[0]]);
  });
});
