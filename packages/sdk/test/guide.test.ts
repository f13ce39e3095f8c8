import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTracking, type TestTracking } from "../../../apps/tracking/test/harness";
import { guideBlocks, nameOf } from "../../tooling/guide";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const SOURCE = pathToFileURL(path.resolve(import.meta.dirname, "../src/index.ts")).href;

let tracking: TestTracking;
let folder: string;
beforeAll(async () => {
  tracking = await startTracking();
  folder = mkdtempSync(path.join(tmpdir(), "pipepilot-guide-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await tracking.close();
});

it.each(guideBlocks("sdk").map((block): [string, string] => [nameOf(block), block.text]))(
  "%s records a run with 50 points and a registered model",
  async (_, text) => {
    const file = path.join(folder, "train.mts");
    writeFileSync(
      file,
      text.replaceAll('"@pipepilot/sdk"', () => JSON.stringify(SOURCE)),
    );
    await promisify(execFile)(process.execPath, ["--import", "tsx", file], {
      cwd: ROOT,
      env: {
        ...process.env,
        MLFLOW_TRACKING_URI: tracking.url,
        MLFLOW_TRACKING_TOKEN: tracking.key,
        PIPEPILOT_SPOOL_DIR: folder,
      },
    });
    const found = await tracking.get("experiments/get-by-name", { experiment_name: "homes" });
    const { body } = await tracking.post("runs/search", {
      experiment_ids: [found.body.experiment.experiment_id],
      max_results: 1,
      order_by: ["start_time DESC"],
    });
    const [{ info, data }] = body.runs;
    expect([info.run_name, info.status]).toEqual(["line", "FINISHED"]);
    expect(data.params).toContainEqual({ key: "epochs", value: "50" });
    const history = await tracking.get("metrics/get-history", { run_id: info.run_id, metric_key: "loss" });
    expect(history.body.metrics.length).toBe(50);
    const models = await tracking.get("model-versions/search", { filter: "name = 'line'" });
    expect(models.body.model_versions.length).toBeGreaterThan(0);
  },
);
