import { getRun, getStepLog, type ProjectContext } from "@pipepilot/domain";
import { createTestProject } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { configure, createTestWorker, homesCsv, runToEnd, uploadCsv, type TestWorker } from "./testing";

let worker: TestWorker;
let ctx: ProjectContext;

const kindsCsv = (plus: number) => {
  const filler = Array.from({ length: 12 }, (_, row) => `other ${row},${row},false`);
  return `${["name,tax,garden", `flat,${10 + plus},false`, `house,${30 + plus},true`, ...filler].join("\n")}\n`;
};
const visitsCsv = () =>
  `kind,days\n${Array.from({ length: 60 }, (_, row) => `${["flat", "house", "loft"][row % 3]},${row}`).join("\n")}\n`;

beforeAll(async () => {
  worker = await createTestWorker();
  ctx = await createTestProject(worker.services);
  await uploadCsv(ctx, "homes", homesCsv());
  await uploadCsv(ctx, "kinds", kindsCsv(0));
  await uploadCsv(ctx, "visits", visitsCsv());
});
afterAll(() => worker.close());

const yaml = (join: string) => `dataset: homes
target: price
join:
${join}
prepare:
  filter: rooms > 2
  impute: { indicator: true, columns: { distance: mean } }
  encode: { default: one_hot, columns: { kind: target } }
  buckets: { rooms: 4 }
train: { type: random_forest, n_estimators: 8, max_depth: 6 }
register: { model: joined }
`;
const KINDS = "  - { dataset: kinds, on: { kind: name }, prefix: kind_ }";
const VISITS =
  "  - { dataset: visits, on: kind, prefix: visit_, aggregate: { by: [kind], columns: { n: count(), mean_days: mean(days) } } }";

it("joins other datasets, records their versions, and runs again when one of them changes", async () => {
  await configure(ctx, "joining", yaml(`${KINDS}\n${VISITS}`));
  const run = await runToEnd(ctx, "joining");
  expect(run.error).toBeNull();
  const lines = await getStepLog({ ctx, input: { pipeline: "joining", number: run.number, step: "ingest" } });
  const log = JSON.stringify(lines);
  expect(log).toMatch(
    /Joined kinds v1 on kind = name: \d+ of 400 rows found one\. New columns: kind_tax, kind_garden\./,
  );
  expect(log).toMatch(
    /Joined visits v1 on kind: 400 of 400 rows found one\. New columns: visit_n, visit_mean_days\./,
  );
  const prepared = JSON.stringify(
    await getStepLog({ ctx, input: { pipeline: "joining", number: run.number, step: "prepare" } }),
  );
  expect(prepared).toMatch(/The filter rooms > 2 leaves out \d+ of 400 rows\./);
  expect(prepared).toContain("kind_tax_missing");

  const tracked = await getRun({ ctx, input: { runId: run.candidates[0].id } });
  expect(tracked.params).toMatchObject({ "join.0": "kinds v1", "join.1": "visits v1" });
  const inputs = tracked.inputs.map(({ dataset, context }) => `${dataset} ${context}`).sort();
  expect(inputs).toEqual(
    ["homes", "kinds", "visits"].flatMap((name) => [`${name} evaluation`, `${name} training`]),
  );

  const again = await runToEnd(ctx, "joining");
  expect(again.steps.find(({ key }) => key === "ingest")?.status).toBe("cached");
  await uploadCsv(ctx, "kinds", kindsCsv(5));
  const changed = await runToEnd(ctx, "joining");
  const ingest = changed.steps.find(({ key }) => key === "ingest");
  expect(ingest?.status).toBe("succeeded");
  expect(ingest?.reason).toContain("the content of kinds (join 1) changed");
});

it("ends at once, naming the join, where a dataset or a column is not there or rows would multiply", async () => {
  const failure = async (join: string) => {
    await configure(ctx, "failing", yaml(join));
    return (await runToEnd(ctx, "failing")).error;
  };
  expect(await failure("  - { dataset: nowhere, on: kind }")).toMatchObject({
    code: "not_found",
    message: 'join.0: there is no dataset "nowhere" here.',
  });
  expect(await failure("  - { dataset: kinds, on: kind }")).toMatchObject({
    code: "column_not_found",
    message: 'join.0: "kind" is not a column of kinds. Columns: name, tax, garden.',
  });
  expect(await failure("  - { dataset: visits, on: kind }")).toMatchObject({
    code: "config_invalid",
    message: expect.stringContaining("which would multiply rows. Aggregate it") as string,
    step: "ingest",
  });
});
