import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createExperiment } from "../experiment/create";
import { logBatch } from "../run/log-batch";
import { createTestRun } from "../run/testing";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createLoggedModel } from "./create";
import type { CreateLoggedModelInput, SearchLoggedModelsInput } from "./schema";
import { finalizeLoggedModel } from "./finalize";
import { searchLoggedModels } from "./search";
import { trashLoggedModel } from "./trash";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;
let runId: string;
const ids: Record<string, string> = {};

interface Logged {
  readonly metrics?: readonly (readonly [key: string, value: number, step: number, dataset?: string])[];
  readonly model?: Partial<CreateLoggedModelInput>;
}

async function model(name: string, { metrics = [], model = {} }: Logged = {}) {
  const { id } = await createLoggedModel({ ctx, input: { experimentId, name, ...model } });
  ids[name] = id;
  const points = metrics.map(([key, value, step, dataset]) => ({
    key,
    value,
    step,
    timestamp: step * 1000,
    modelId: id,
    dataset: dataset ? { name: dataset, digest: `${dataset}-digest` } : undefined,
  }));
  await logBatch({ ctx, input: { runId, points } });
  // One after the other, to the second.
  const order = Object.keys(ids).length;
  await ctx.db.prisma.$executeRaw`
    UPDATE "LoggedModel" SET "createdAt" = to_timestamp(${order}::int), "updatedAt" = to_timestamp(${100 - order}::int)
    WHERE id = ${id}`;
}

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createExperiment({ ctx, input: { name: "searched" } })).id;
  runId = await createTestRun(ctx, experimentId);
  await model("forest", {
    metrics: [
      ["acc", 0.5, 1, "train"],
      ["acc", 0.9, 2, "test"],
    ],
    model: {
      sourceRunId: runId,
      modelType: "classifier",
      params: [{ key: "depth", value: "3" }],
      tags: [{ key: "team", value: "red" }],
    },
  });
  await model("Boost_1", {
    metrics: [["acc", 0.7, 1, "train"]],
    model: { modelType: "regressor", params: [{ key: "depth", value: "5" }] },
  });
  await model("linear", { metrics: [["acc", NaN, 1]], model: { tags: [{ key: "team", value: "blue" }] } });
  await model("baseline");
  await model("endless", { metrics: [["acc", Infinity, 1]] });
  await finalizeLoggedModel({ ctx, input: { modelId: ids.baseline, status: "READY" } });
  await ctx.db.prisma
    .$executeRaw`UPDATE "LoggedModel" SET "updatedAt" = to_timestamp(96) WHERE id = ${ids.baseline}`;
  await createLoggedModel({ ctx, input: { experimentId, name: "gone" } }).then(({ id: modelId }) =>
    trashLoggedModel({ ctx, input: { modelId } }),
  );
});
afterAll(() => services.close());

/** The names found, read a page of two at a time. */
async function found(query: Partial<SearchLoggedModelsInput>): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const input = { experimentIds: [experimentId], limit: 2, cursor, ...query };
    const page = await searchLoggedModels({ ctx, input });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return names;
}

const NEWEST_FIRST = ["endless", "baseline", "linear", "Boost_1", "forest"];

describe("a filter", () => {
  it.each([
    ["", NEWEST_FIRST],
    ["name = 'forest'", ["forest"]],
    ["name != 'forest'", ["endless", "baseline", "linear", "Boost_1"]],
    ["name LIKE 'B%_1'", ["Boost_1"]],
    ["name ILIKE '%E%' AND name IN ('forest', 'linear', 'Boost_1')", ["linear", "forest"]],
    ["model_type = 'classifier'", ["forest"]],
    ["model_type != 'classifier'", ["Boost_1"]],
    ["status = 'READY'", ["baseline"]],
    ["params.depth = '3'", ["forest"]],
    ["params.depth != '3'", ["Boost_1"]],
    ["tags.team IN ('red', 'blue')", ["linear", "forest"]],
    ["metrics.acc > 0.6", ["endless", "Boost_1", "forest"]],
    ["metrics.acc < 0.6", ["forest"]],
    ["metrics.acc < 0.6 AND metrics.acc > 0.8", ["forest"]],
    ["metrics.acc != 0.7", ["endless", "linear", "forest"]],
    ["metrics.acc > 0.6 AND tags.team = 'red'", ["forest"]],
    ["creation_timestamp > 3000", ["endless", "baseline"]],
    ["last_updated_timestamp >= 98000", ["Boost_1", "forest"]],
  ])("%s", async (filter, names) => {
    expect(await found({ filter })).toEqual(names);
  });

  it("finds by id and by run", async () => {
    expect(await found({ filter: `model_id = '${ids.linear}'` })).toEqual(["linear"]);
    expect(await found({ filter: `source_run_id = '${runId}'` })).toEqual(["forest"]);
  });

  it("counts a metric only where it was measured on a chosen dataset", async () => {
    const [train, test] = [{ name: "train" }, { name: "test", digest: "test-digest" }];
    expect(await found({ datasets: [train] })).toEqual(["Boost_1", "forest"]);
    expect(await found({ datasets: [test] })).toEqual(["forest"]);
    expect(await found({ datasets: [{ name: "test", digest: "other" }] })).toEqual([]);
    expect(await found({ datasets: [train], filter: "metrics.acc > 0.6" })).toEqual(["Boost_1"]);
    expect(await found({ datasets: [train, test], filter: "metrics.acc > 0.6" })).toEqual([
      "Boost_1",
      "forest",
    ]);
  });

  it("that is none is refused with its place", async () => {
    for (const filter of ["nonsense = 1", "name > 'a'", "metrics.acc = 'x'", "name = 'a' OR name = 'b'"])
      await expect(found({ filter })).rejects.toMatchObject({
        code: "invalid_input",
        facts: { position: expect.any(Number) },
      });
  });
});

describe("an order", () => {
  const by = (field: string, descending = false, dataset?: string) => [
    { field, descending, dataset: dataset === undefined ? undefined : { name: dataset } },
  ];

  it.each([
    ["name", false, ["Boost_1", "baseline", "endless", "forest", "linear"]],
    ["name", true, ["linear", "forest", "endless", "baseline", "Boost_1"]],
    ["creation_time", false, [...NEWEST_FIRST].reverse()],
    ["creation_timestamp", true, NEWEST_FIRST],
    ["last_updated_timestamp", true, [...NEWEST_FIRST].reverse()],
    ["model_type", true, ["Boost_1", "forest", "endless", "baseline", "linear"]],
    ["source_run_id", false, ["forest", "endless", "baseline", "linear", "Boost_1"]],
    ["metrics.acc", false, ["Boost_1", "forest", "endless", "linear", "baseline"]],
    ["metrics.acc", true, ["endless", "forest", "Boost_1", "linear", "baseline"]],
    ["metrics.none", true, NEWEST_FIRST],
  ])("by %s, descending %s, what is missing last", async (field, descending, names) => {
    expect(await found({ orderBy: by(field, descending) })).toEqual(names);
  });

  it("looks at the metric of one dataset", async () => {
    const first = async (dataset: string) =>
      (await found({ orderBy: by("metrics.acc", true, dataset) })).slice(0, 2);
    expect(await first("train")).toEqual(["Boost_1", "forest"]);
    expect(await first("test")).toEqual(["forest", "endless"]);
  });

  it("goes on where the one before is equal, at last by id", async () => {
    const orderBy = [...by("status"), ...by("name")];
    expect(await found({ orderBy })).toEqual(["Boost_1", "endless", "forest", "linear", "baseline"]);
    expect(await found({ orderBy: by("model_id") })).toEqual(
      Object.entries(ids)
        .sort(([, a], [, b]) => (a < b ? -1 : 1))
        .map(([name]) => name),
    );
  });

  it("that is none is refused", async () => {
    for (const field of ["nonsense", "params.depth", "tags.team", "metrics"])
      await expect(found({ orderBy: by(field) })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(found({ cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

it("a search is in the experiments named, of its own project, and without the trash", async () => {
  expect(await found({ experimentIds: [] })).toEqual([]);
  expect(await found({ experimentIds: [crypto.randomUUID(), experimentId] })).toEqual(NEWEST_FIRST);
  const stranger = await createTestProject(services);
  const theirs = await searchLoggedModels({ ctx: stranger, input: { experimentIds: [experimentId] } });
  expect(theirs.items).toEqual([]);
});
