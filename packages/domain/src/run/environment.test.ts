import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { storeArtifact } from "../artifact/store";
import { createLoggedModel } from "../logged-model/create";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { getRunEnvironment } from "./environment";
import { logOutputs } from "./log-outputs";
import { parseRequirements, pythonVersion } from "./requirements";
import { createTestExperiment, createTestRun } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let experimentId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  experimentId = (await createTestExperiment(ctx)).id;
});
afterAll(() => services.close());

describe("requirements", () => {
  it("name packages and versions, whatever else stands there", () => {
    const text = [
      "# made by hand",
      "numpy==2.0.1  # exact",
      "Scikit_Learn[extra] >= 1.5, <2",
      "mlflow",
      "--extra-index-url https://example.com",
      "-r other.txt",
      "pkg @ https://example.com/pkg.whl",
      'torch==2.1 ; python_version < "3.12"',
      "",
    ].join("\r\n");
    expect(parseRequirements(text)).toEqual({
      numpy: "2.0.1",
      "scikit-learn": ">=1.5,<2",
      mlflow: "",
      torch: "2.1",
    });
    expect([
      pythonVersion("python: 3.11.4\nbuild"),
      pythonVersion("dependencies:\n- python=3.10.2\n"),
      pythonVersion("x"),
    ]).toEqual(["3.11.4", "3.10.2", null]);
  });

  it("are read of any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: "binary" }), (text) => {
        for (const name of Object.keys(parseRequirements(text))) expect(name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
      }),
    );
  });
});

describe("a run's environment", () => {
  it("is what was recorded, what tags say of the program, and the packages among its artifacts", async () => {
    const runId = await createTestRun(
      ctx,
      experimentId,
      {},
      {
        environment: { node: "v22", threads: 2 },
        tags: { "mlflow.source.git.commit": "abc", "mlflow.user": "ada", other: "x" },
      },
    );
    expect(await getRunEnvironment({ ctx, input: { runId } })).toEqual({
      facts: { git_commit: "abc", user: "ada", node: "v22", threads: "2" },
      packages: {},
      packagesFrom: null,
    });
    const store = (path: string, text: string) =>
      storeArtifact({ ctx, input: { root: { runId }, path }, source: Buffer.from(text) });
    await store("model/requirements.txt", "numpy==2.0\n");
    await store("model/python_env.yaml", "python: 3.11.4\n");
    expect(await getRunEnvironment({ ctx, input: { runId } })).toMatchObject({
      facts: { python: "3.11.4", node: "v22" },
      packages: { numpy: "2.0" },
      packagesFrom: { runId, path: "model/requirements.txt" },
    });
  });

  it("is that of the model it logged, and says nothing of a file that is no text", async () => {
    const runId = await createTestRun(ctx, experimentId);
    const { id: modelId } = await createLoggedModel({ ctx, input: { experimentId, sourceRunId: runId } });
    await logOutputs({ ctx, input: { runId, models: [{ modelId, step: 0 }] } });
    const source = new Uint8Array([0xff, 0xfe]);
    await storeArtifact({ ctx, input: { root: { modelId }, path: "requirements.txt" }, source });
    expect(await getRunEnvironment({ ctx, input: { runId } })).toEqual({
      facts: {},
      packages: {},
      packagesFrom: { modelId, path: "requirements.txt" },
    });
  });
});
