import { afterAll, beforeAll, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { searchRuns } from "./search";
import { exportRuns } from "./export";
import { createTestExperiment, createTestRun } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

it("thousands of runs are read whole, in the order asked for, with what belongs to each", async () => {
  const [projectId, experiment] = [ctx.project.id, await createTestExperiment(ctx)];
  const numbers = Array.from({ length: 2_101 }, (_, n) => n);
  const id = (n: number) => String(n).padStart(32, "0");
  await ctx.db.prisma.run.createMany({
    data: numbers.map((n) => ({
      projectId,
      id: id(n),
      experimentId: experiment.id,
      name: `run ${n}`,
      status: "FINISHED",
      startTime: new Date(n),
      environment: {},
      createdBy: { kind: "system" },
    })),
  });
  await ctx.db.prisma.runParam.createMany({
    data: numbers.map((n) => ({ projectId, runId: id(n), key: "n", value: String(n) })),
  });
  const input = { experimentIds: [experiment.id], orderBy: ["start_time"], maxResults: 5_000 };
  const { runs } = await searchRuns({ ctx, input });
  expect(runs.map(({ name, params }) => [name, params])).toEqual(
    numbers.map((n) => [`run ${n}`, [{ key: "n", value: String(n) }]]),
  );
});

it("a run is found by who ran it: whom the client names, or else who logged it", async () => {
  const { id: experimentId, name } = await createTestExperiment(ctx);
  await createTestRun(ctx, experimentId, {}, { name: "theirs", tags: { "mlflow.user": "root" } });
  await createTestRun(ctx, experimentId, {}, { name: "ours" });
  const found = async (filter: string) => {
    const { runs } = await searchRuns({ ctx, input: { experimentIds: [experimentId], filter } });
    return runs.map((run) => run.name);
  };
  expect(await found("attributes.user_id = 'root'")).toEqual(["theirs"]);
  expect(await found("user_id != 'root'")).toEqual(["ours"]);
  expect(await found("user_id = 'Ada'")).toEqual(["ours"]);
  const input = { experiment: name, keys: { metrics: [], params: [], tags: [] } };
  let csv = "";
  for await (const part of await exportRuns({ ctx, input })) csv += part;
  const users = csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").at(-1)?.trim());
  expect(users.sort()).toEqual(["Ada", "root"]);
});
