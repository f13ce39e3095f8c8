// Everything that proves the product, with its own set-up: reading checks, unit and integration tests on a real PostgreSQL,
// then MLflow's own client, then the real product in a real browser.
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { requireChromium } from "./chromium.mjs";
import { ensureBuilt, ensureInstalled, fail, requireNode, root, run, turbo } from "./prepare.mjs";
import { ensureClient, testMlflow } from "./test-mlflow.mjs";
import { readResults } from "./test-results.mjs";
import { checkByReading, generate } from "./verify.mjs";

requireNode();
const started = performance.now();
process.stdout.write("\n  PipePilot tests\n\n");
await ensureInstalled();
await generate();
const chromium = await requireChromium();

const results = path.join(root, "test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const { tsImport } = await import("tsx/esm/api");
const { startOwnServer } = await tsImport("../packages/db/src/testing.ts", import.meta.url);
const postgres = await startOwnServer();
let ended = false;
process.once("exit", () => !ended && process.kill(postgres.server.pid, "SIGINT"));
let failure = null;
// Tests wait a lot, for databases and for time to pass: the rest is read and built meanwhile.
const meanwhile = Promise.all([ensureClient(), checkByReading().then(() => ensureBuilt())]);
try {
  await visible("unit and integration", () =>
    turbo(
      [
        "run",
        "test",
        "--force",
        "--concurrency=2",
        "--continue",
        "--output-logs=full",
        "--log-order=grouped",
        "--",
        "--reporter=default",
        "--reporter=json",
        "--outputFile.json=test-results/vitest.json",
      ],
      { show: true, env: { TEST_DATABASE_URL: postgres.server.url } },
    ),
  );
} catch (error) {
  failure = error;
} finally {
  await postgres.end();
  ended = true;
}
const [python] = await meanwhile;

if (!failure) {
  try {
    if (python) await visible("mlflow", () => testMlflow(python, path.join(results, "mlflow.json")));
    await visible("faults", () =>
      run(
        path.join(root, "node_modules/.bin/vitest"),
        [
          "run",
          "--root=tests/faults",
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${path.join(results, "faults.json")}`,
        ],
        { show: true },
      ),
    );
    await visible("browser", () =>
      run(
        path.join(root, "node_modules/.bin/playwright"),
        ["test", "--config", "tests/playwright.config.ts"],
        {
          show: true,
          env: {
            CHROMIUM_PATH: chromium,
            PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(results, "playwright.json"),
          },
        },
      ),
    );
  } catch (error) {
    failure = error;
  }
}

const counts = readResults(results);
process.stdout.write(
  `\n  all of it${" ".repeat(18)}${((performance.now() - started) / 1000).toFixed(0)} s\n\n`,
);
for (const { title, message } of counts.failures) process.stdout.write(`  FAILED ${title}\n${message}\n\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
if (failure || counts.failed > 0 || counts.passed === 0)
  fail(failure?.message ?? "There are failures above.");

async function visible(name, work) {
  process.stdout.write(`\n  ${name}\n`);
  const since = performance.now();
  await work();
  process.stdout.write(
    `  ${name.padEnd(26)}${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s\n`,
  );
}
