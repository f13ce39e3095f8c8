import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { searchRuns } from "./search";
import type { FoundRuns, SearchRunsInput } from "./search-schema";
import { createTestDatasetVersion, createTestExperiment, createTestRun } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;
let otherId: string;
const names = new Map<string, string>();
let dataset: string;

/** name: metrics and params. */
const RUNS: Record<string, { rmse?: number; depth?: string }> = {
  golf: { rmse: 3, depth: "9" },
  alpha: { rmse: NaN, depth: "None" },
  echo: { rmse: 1, depth: "20" },
  bravo: { depth: "100" },
  foxtrot: { rmse: -Infinity, depth: "Auto" },
  hotel: { rmse: 2, depth: "100%" },
  delta: { rmse: Infinity },
};

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
  otherId = (await createTestExperiment(ctx)).id;
  const data = await createTestDatasetVersion(ctx);
  dataset = data.dataset;
  for (const [index, [name, { rmse, depth }]] of Object.entries(RUNS).entries()) {
    const id = await createTestRun(
      ctx,
      name === "delta" ? otherId : experimentId,
      rmse === undefined ? {} : { rmse, "val loss": index },
      {
        name,
        params: depth === undefined ? {} : { max_depth: depth },
        tags: { team: index % 2 === 0 ? "blue" : "Green" },
        inputs: name === "golf" ? [{ datasetVersionId: data.id, context: "training" }] : [],
      },
    );
    names.set(id, name);
    const startTime = new Date(Date.UTC(2026, 0, 1, 0, 0, index));
    await ctx.db.prisma.run.update({
      where: { projectId_id: { projectId: ctx.project.id, id } },
      data: { startTime, endTime: name === "echo" ? null : new Date(startTime.getTime() + 500) },
    });
  }
});
afterAll(() => services.close());

/** A search among sorted runs and one along the order find the same. */
async function search(input: Partial<SearchRunsInput> = {}): Promise<FoundRuns> {
  const call = { ctx, input: { experimentIds: [experimentId, otherId], ...input } };
  const sorted = await searchRuns({ ...call, walks: false });
  expect(await searchRuns({ ...call, walks: true })).toEqual(sorted);
  return sorted;
}
const found = async (filter: string, orderBy = ["run_name"]): Promise<string> => {
  const { runs } = await search({ filter, orderBy });
  return runs.map(({ name }) => name).join(" ");
};
const idOf = (name: string) => [...names].find(([, each]) => each === name)?.[0] ?? "";

describe("what a search finds", () => {
  it.each([
    ["", "alpha bravo delta echo foxtrot golf hotel"],
    ["metrics.rmse < 3", "echo foxtrot hotel"],
    ["metrics.rmse > 1", "delta golf hotel"],
    ["metrics.rmse >= 3", "delta golf"],
    ["metrics.rmse = 2", "hotel"],
    ["metrics.rmse != 2", "alpha delta echo foxtrot golf"],
    ["metrics.rmse < 1e999", "echo foxtrot golf hotel"],
    ["metrics.`val loss` > 3", "delta foxtrot hotel"],
    ["metrics.nothing != 1", ""],
    ["params.max_depth = '100'", "bravo"],
    ["params.max_depth != '100'", "alpha echo foxtrot golf hotel"],
    ["params.max_depth LIKE '100%'", "bravo hotel"],
    ["params.max_depth LIKE '_00'", "bravo"],
    ["params.max_depth LIKE 'a%'", ""],
    ["params.max_depth ILIKE 'a%'", "foxtrot"],
    ["params.max_depth LIKE '%\\'", ""],
    ["params.max_depth IS NULL", "delta"],
    ["params.max_depth IS NOT NULL AND metrics.rmse < 3", "echo foxtrot hotel"],
    ["tags.team = 'blue'", "delta echo foxtrot golf"],
    ["tags.team ILIKE 'GREEN'", "alpha bravo hotel"],
    ["tags.mlflow.runName = 'golf'", "golf"],
    ["tags.mlflow.runName IS NULL", ""],
    ["run_name LIKE '%o%'", "bravo echo foxtrot golf hotel"],
    ["`Run name` != 'golf'", "alpha bravo delta echo foxtrot hotel"],
    ["status = 'FINISHED' AND run_name = 'echo'", "echo"],
    ["status != 'FINISHED'", ""],
    ["status = 'NONSENSE'", ""],
    ["user_id = 'Ada' AND run_name = 'golf'", "golf"],
    ["artifact_uri LIKE 'mlflow-artifacts:/%' AND run_name = 'golf'", "golf"],
    [`start_time > ${Date.UTC(2026, 0, 1, 0, 0, 4)}`, "delta hotel"],
    [`created <= ${Date.UTC(2026, 0, 1)}`, "golf"],
    ["start_time < 1e300 AND start_time > -1e300 AND run_name = 'golf'", "golf"],
    [`end_time = ${Date.UTC(2026, 0, 1) + 500}`, "golf"],
    ["end_time != 5", "alpha bravo delta foxtrot golf hotel"],
    ["datasets.context = 'training'", "golf"],
    ["datasets.context IN ('evaluation')", ""],
    ["datasets.name LIKE 'data-%' AND datasets.digest != 'x'", "golf"],
  ])("%s", async (filter, expected) => expect(await found(filter)).toBe(expected));

  it("takes lists of run ids", async () => {
    const two = `('${idOf("golf")}', '${idOf("echo")}')`;
    expect(await found(`run_id IN ${two}`)).toBe("echo golf");
    expect(await found(`attributes.run_id NOT IN ${two} AND metrics.rmse < 3`)).toBe("foxtrot hotel");
  });

  it("finds runs by the datasets that clients describe", async () => {
    const { id } = await ctx.db.prisma.trackedDataset.create({
      data: {
        projectId: ctx.project.id,
        experimentId,
        name: "wine",
        digest: "d1",
        sourceType: "local",
        source: "{}",
      },
    });
    await ctx.db.prisma.runDataset.create({
      data: {
        projectId: ctx.project.id,
        runId: idOf("hotel"),
        datasetId: id,
        tags: [
          { key: "owner", value: "ada" },
          { key: "mlflow.data.context", value: "eval" },
        ],
      },
    });
    expect(await found("datasets.name = 'wine'")).toBe("hotel");
    expect(await found("dataset.context LIKE 'e%' AND dataset.digest IN ('d1')")).toBe("hotel");
    expect(await found("dataset.context != 'eval'")).toBe("golf");
    const { runs } = await search({ filter: "dataset.name = 'wine'" });
    expect(runs[0].inputs).toEqual([
      {
        name: "wine",
        digest: "d1",
        sourceType: "local",
        source: "{}",
        schema: null,
        profile: null,
        tags: [
          { key: "owner", value: "ada" },
          { key: "mlflow.data.context", value: "eval" },
        ],
      },
    ]);
  });

  it("keeps to the experiments asked for, and to the project", async () => {
    expect((await search({ experimentIds: [otherId] })).runs.map(({ name }) => name)).toEqual(["delta"]);
    expect((await search({ experimentIds: [] })).runs).toEqual([]);
    const stranger = await createTestProject(services);
    const theirs = await searchRuns({ ctx: stranger, input: { experimentIds: [experimentId] } });
    expect(theirs).toEqual({ runs: [], nextPageToken: null });
  });

  it("is open to viewers", async () => {
    const viewer = await addTestMember(ctx, "viewer");
    expect((await searchRuns({ ctx: viewer, input: { experimentIds: [otherId] } })).runs).toHaveLength(1);
  });

  it("sees the trash where it is asked to", async () => {
    const id = await createTestRun(ctx, otherId, {}, { name: "gone" });
    const deletedAt = new Date(0);
    await ctx.db.prisma.run.update({
      where: { projectId_id: { projectId: ctx.project.id, id } },
      data: { deletedAt },
    });
    const seen = async (viewType: SearchRunsInput["viewType"]) =>
      (await search({ experimentIds: [otherId], viewType })).runs.map(({ name }) => name);
    expect(await seen("ACTIVE_ONLY")).toEqual(["delta"]);
    expect(await seen("DELETED_ONLY")).toEqual(["gone"]);
    expect(await seen("ALL")).toEqual(["gone", "delta"]);
    expect((await search({ viewType: "DELETED_ONLY" })).runs[0].deletedAt).toEqual(deletedAt);
    await ctx.db.prisma.run.delete({ where: { projectId_id: { projectId: ctx.project.id, id } } });
  });
});

describe("what a found run carries", () => {
  it("is everything MLflow answers", async () => {
    const { runs } = await search({ filter: "run_name = 'golf'" });
    const version = await ctx.db.prisma.datasetVersion.findFirstOrThrow({
      where: { projectId: ctx.project.id },
    });
    expect(runs).toEqual([
      {
        id: idOf("golf"),
        user: null,
        name: "golf",
        status: "FINISHED",
        experimentId,
        startTime: new Date("2026-01-01T00:00:00Z"),
        endTime: new Date("2026-01-01T00:00:00.500Z"),
        deletedAt: null,
        createdBy: expect.objectContaining({ kind: "user", name: "Ada" }) as unknown,
        metrics: [
          { key: "rmse", value: 3, step: 0, timestamp: new Date(0) },
          { key: "val loss", value: 0, step: 0, timestamp: new Date(0) },
        ],
        params: [{ key: "max_depth", value: "9" }],
        tags: [
          { key: "team", value: "blue" },
          { key: "mlflow.runName", value: "golf" },
        ],
        artifactLocation: null,
        modelInputs: [],
        modelOutputs: [],
        inputs: [
          {
            name: dataset,
            digest: version.contentHash.slice(0, 8),
            sourceType: "pipepilot",
            source: JSON.stringify({ dataset, version: 1 }),
            schema: null,
            profile: '{"num_rows":1}',
            tags: [{ key: "mlflow.data.context", value: "training" }],
          },
        ],
      },
    ]);
  });

  it("keeps NaN and infinities", async () => {
    const { runs } = await search({ orderBy: ["run_name"] });
    const rmse = runs.map(({ metrics }) => metrics.find(({ key }) => key === "rmse")?.value);
    expect(rmse).toEqual([NaN, undefined, Infinity, 1, -Infinity, 3, 2]);
  });
});

describe("the order of a search", () => {
  it.each([
    [["metrics.rmse"], "foxtrot echo hotel golf delta alpha bravo"],
    [["metrics.rmse DESC"], "delta golf hotel echo foxtrot alpha bravo"],
    [["params.max_depth"], "bravo hotel echo golf foxtrot alpha delta"],
    [["params.max_depth DESC"], "alpha foxtrot golf echo hotel bravo delta"],
    [["tags.team", "run_name DESC"], "hotel bravo alpha golf foxtrot echo delta"],
    [["tags.mlflow.runName DESC"], "hotel golf foxtrot echo delta bravo alpha"],
    [["start_time"], "golf alpha echo bravo foxtrot hotel delta"],
    [[], "delta hotel foxtrot bravo echo alpha golf"],
    [["end_time"], "golf alpha bravo foxtrot hotel delta echo"],
    [["end_time DESC"], "delta hotel foxtrot bravo alpha golf echo"],
    [["status", "metrics.`val loss` DESC"], "delta hotel foxtrot echo alpha golf bravo"],
    [["metrics.nothing", "run_name"], "alpha bravo delta echo foxtrot golf hotel"],
  ])("%j, in pages of any size", async (orderBy, expected) => {
    for (const maxResults of [1, 3, 1000]) {
      const read: string[] = [];
      let pageToken: string | undefined;
      do {
        const page = await search({ orderBy, maxResults, pageToken });
        expect(page.runs.length).toBeLessThanOrEqual(maxResults);
        read.push(...page.runs.map(({ name }) => name));
        pageToken = page.nextPageToken ?? undefined;
      } while (pageToken !== undefined);
      expect(read.join(" ")).toBe(expected);
    }
  });
});

describe("what a search refuses", () => {
  it.each<[string, Partial<SearchRunsInput>, object]>([
    ["a filter", { filter: "metrics.rmse ~ 1" }, { position: 13, length: 1 }],
    ["an order", { orderBy: ["metrics.rmse", "nope"] }, { clause: 1, position: 0, length: 4 }],
    ["NUL", { filter: "params.x = '\0'" }, {}],
    ["too many results", { maxResults: 50_001 }, {}],
    ["no results", { maxResults: 0 }, {}],
    ["a foreign experiment id", { experimentIds: ["1"] }, {}],
  ])("%s", async (_, input, facts) =>
    expect(search(input)).rejects.toMatchObject({ code: "invalid_input", facts }),
  );

  it("a page token of another search", async () => {
    const { nextPageToken } = await search({ maxResults: 1 });
    const token = nextPageToken ?? "";
    const cut = { orderBy: ["run_name", "status"], pageToken: token };
    const made = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64");
    const wrong: Partial<SearchRunsInput>[] = [
      cut,
      { pageToken: "nonsense" },
      { pageToken: made(["a"]) },
      { pageToken: made(["yesterday", "a"]) },
      { pageToken: made(["-999999999999999", "a"]) },
      { pageToken: made([{}, "a"]) },
    ];
    for (const input of wrong) await expect(search(input)).rejects.toMatchObject({ code: "invalid_input" });
    expect((await search({ pageToken: "" })).runs).toHaveLength(7);
    expect((await search({ pageToken: made(["0", "a"]) })).runs).toEqual([]);
  });
});
