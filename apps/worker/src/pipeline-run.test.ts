import { getModel, type ProjectContext } from "@pipepilot/domain";
import { createTestProject } from "@pipepilot/domain/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configure, createTestWorker, homesCsv, runToEnd, uploadCsv, type TestWorker } from "./testing";

let worker: TestWorker;
let ctx: ProjectContext;

beforeAll(async () => {
  worker = await createTestWorker();
  ctx = await createTestProject(worker.services);
  await uploadCsv(ctx, "homes", homesCsv());
});
afterAll(() => worker.close());

const yaml = (train: string, more = "") => `dataset: homes\ntarget: price\ntrain: ${train}\n${more}`;

describe("the week of four trainings", () => {
  it("makes four tracked runs and four versions", async () => {
    const trainings = [
      "{ type: random_forest, n_estimators: 10, max_depth: 8 }",
      "{ type: random_forest, n_estimators: 15, max_depth: 8 }",
      "{ type: random_forest, n_estimators: 20, max_depth: 8 }",
      "{ type: gradient_boosting, max_iter: 30 }",
    ];
    for (const [index, train] of trainings.entries()) {
      await configure(ctx, "homes-training", yaml(train));
      const run = await runToEnd(ctx, "homes-training");
      expect(run.error).toBeNull();
      expect(run.status).toBe("succeeded");
      expect(run.candidates).toMatchObject([
        {
          status: "FINISHED",
          experiment: "homes-training",
          versions: [{ model: "homes_predictor", number: index + 1 }],
        },
      ]);
      expect(run.candidates[0].metrics.r2).toBeGreaterThan(0.5);
    }
    const model = await getModel({ ctx, input: { name: "homes_predictor" } });
    expect(model.versionCount).toBe(4);
  });
});
