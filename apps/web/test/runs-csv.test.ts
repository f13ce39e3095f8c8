import type { ProjectContext } from "@pipepilot/domain/context";
import { createExperiment } from "@pipepilot/domain/experiment/create";
import { createTestRun } from "@pipepilot/domain/run/testing";
import { createTestProject, type TestServices } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { visit } from "./visit";
import { createWebServices } from "./web-services";

/** Nothing in a name may be taken for a part of the address. */
const EXPERIMENT = "100% of a/b, größer?";

let services: TestServices;
let ctx: ProjectContext;

beforeAll(async () => {
  visit.services = services = await createWebServices();
  ctx = await createTestProject(services);
  const { id } = await createExperiment({ ctx, input: { name: EXPERIMENT } });
  await createTestRun(ctx, id, { rmse: 1 }, { name: "one", params: { depth: 3 } });
  await createTestRun(ctx, id, { rmse: 2 }, { name: "two" });
  visit.visitor = { db: ctx.db, store: ctx.store, actor: ctx.actor };
});
afterAll(() => services.close());

async function post(body: string, experiment = EXPERIMENT): Promise<Response> {
  const { POST } = await import("@/app/api/projects/[project]/experiments/[experiment]/runs.csv/route");
  return POST(new Request("http://localhost/x", { method: "POST", body }), {
    params: Promise.resolve({ project: ctx.project.slug, experiment }),
  });
}

it("streams the runs that the body asks for as a file with the experiment's name", async () => {
  const response = await post(JSON.stringify({ filter: "metrics.rmse < 2" }));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toContain(
    "filename*=UTF-8''100%25%20of%20a_b%2C%20gr%C3%B6%C3%9Fer%3F.csv",
  );
  const [head, ...lines] = (await response.text()).trimEnd().split("\r\n");
  expect(head).toBe(
    "run_id,run_name,status,start_time,end_time,duration_seconds,user,metrics.rmse,params.depth",
  );
  expect(lines.map((line) => line.split(",").filter((_, index) => [1, 2, 7, 8].includes(index)))).toEqual([
    ["one", "FINISHED", "1", "3"],
  ]);
});

it("is asked for by the experiment's id, and by a name that cannot stand in an address", async () => {
  const { id } = await createExperiment({ ctx, input: { name: "a/../b" } });
  await createTestRun(ctx, id, { rmse: 3 }, { name: "three" });
  for (const part of [id, "a/~.~./b"]) {
    const [, line] = (await (await post("{}", part)).text()).trimEnd().split("\r\n");
    expect([part, line.split(",")[1]]).toEqual([part, "three"]);
  }
});

it("says what is wrong before the first line", async () => {
  for (const [body, status] of [
    ["no json", 400],
    ["[1]", 400],
    ["{}x", 400],
    [JSON.stringify({ filter: "metrics.rmse <" }), 400],
    [JSON.stringify({ orderBy: ["colour"] }), 400],
    [JSON.stringify({ runIds: ["x"] }), 400],
    [JSON.stringify({ unknown: 1 }), 400],
    [JSON.stringify({ filter: "\0" }), 400],
  ] as const)
    expect([body, (await post(body)).status]).toEqual([body, status]);
  expect((await post("{}", "nothing")).status).toBe(404);
  await expect((await post(JSON.stringify({ filter: "metrics.rmse < x" }))).json()).resolves.toMatchObject({
    error_code: "invalid_input",
    facts: { position: 15, length: 1 },
  });
});
