// Everything that proves the product, with its own set-up: reading checks, unit and integration tests on a real PostgreSQL,
// MLflow's own client, killed processes, and the real product in a real browser. They wait a lot, for databases, processes
// and time to pass, so those that need the product and those that do not run beside each other; each prints what it said at its end.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import path from "node:path";
import { findChromium, installChromium } from "./chromium.mjs";
import { build, ensureInstalled, fail, requireNode, root, run } from "./prepare.mjs";
import { ensureClient, testMlflow } from "./test-mlflow.mjs";
import { readResults } from "./test-results.mjs";
import { checkByReading, generate } from "./verify.mjs";

/** How willingly a stage lets the others go first. */
const [LATER, LAST] = [{ niceness: 5 }, { niceness: 10 }];

/** Bytes of memory that must be free beside what the tests themselves need. */
const ROOM = 8e9;

requireNode();
const started = performance.now();
process.stdout.write("\n  PipePilot tests\n\n");
useMemoryForScratch();
const mlflow = ensureClient(LAST);
await ensureInstalled();
await generate();
let chromium = await findChromium();
const { tsImport } = await import("tsx/esm/api");
const { startOwnServer } = await tsImport("../packages/db/src/testing.ts", import.meta.url);
const results = path.join(root, "test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

process.stdout.write("\n  Each stage shows what it said when it is over; all of them take some minutes.\n");
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s`;
const failures = [];
await Promise.all([
  Promise.all([stage("build", () => build()), chromium ?? stage("install chromium", addChromium)]).then(
    ([built, found]) =>
      built && Promise.all([stage("faults", testFaults), found && stage("browser", testInBrowser)]),
  ),
  stage("unit and integration", testUnits),
  stage("structure, format, lint, types", () => checkByReading(LAST)),
  mlflow.then((python) => python && stage("mlflow", () => testClient(python))),
]);

const counts = readResults(results);
process.stdout.write(`\n  ${"all of it".padEnd(32)}${seconds(started)}\n\n`);
for (const { title, message } of counts.failures) process.stdout.write(`  FAILED ${title}\n${message}\n\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
if (failures.length > 0 || counts.failed > 0 || counts.passed === 0)
  fail(failures.map((each) => shown(each, counts.failed === 0)).join("\n  ") || "There are failures above.");

/**
 * Where there is memory to spare, what tests write for a moment stays in it: a hundred databases of a thousand files each,
 * made and deleted, are a fifth of the work of the tests that use them. Elsewhere the temporary directory is the usual one.
 */
function useMemoryForScratch() {
  const memory = "/dev/shm";
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (Math.min(bavail * bsize, freemem()) < ROOM) return;
    const directory = mkdtempSync(path.join(memory, "pipepilot-"));
    // PostgreSQL, which does not run as root, passes through it.
    chmodSync(directory, 0o755);
    process.env.TMPDIR = directory;
    process.once("exit", () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  } catch {
    // No such place here, or it is somebody else's.
  }
}

/** Whether it passed; a failed stage leaves the others their time to say what they find. */
async function stage(name, work) {
  const since = performance.now();
  const failure = { name };
  const said = await work().catch((error) => {
    failures.push(Object.assign(failure, { error }));
    return error.output ?? error.stack;
  });
  process.stdout.write(`\n${[said].flat().join("").trim()}\n  ${name.padEnd(32)}${seconds(since)}\n`);
  return !failure.error;
}

/** Why a stage failed, with the end of what it said where no test tells it. */
function shown({ name, error }, withOutput) {
  const said = withOutput ? (error.output ?? error.stack).trim().split("\n").slice(-40).join("\n") : "";
  return `${name}: ${error.message}\n${said}`;
}

async function testUnits() {
  const postgres = await startOwnServer();
  let ended = false;
  process.once("exit", () => !ended && process.kill(postgres.server.pid, "SIGINT"));
  try {
    return await testPackages({ TEST_DATABASE_URL: postgres.server.url });
  } finally {
    await postgres.end();
    ended = true;
  }
}

/** Every package's own tests, four packages at a time; what each said. */
async function testPackages(env) {
  const left = packagesWithTests();
  const [said, failed] = [[], []];
  const vitest = path.join(root, "node_modules/.bin/vitest");
  const args = ["run", "--reporter=default", "--reporter=json", "--outputFile.json=test-results/vitest.json"];
  const next = async () => {
    for (let name = left.shift(); name; name = left.shift()) {
      const output = await run(vitest, args, { ...LATER, env, cwd: path.join(root, name) }).catch((error) => {
        failed.push(name);
        return error.output ?? error.stack;
      });
      said.push(`\n${name}\n${output.trim()}\n`);
    }
  };
  await Promise.all([next(), next(), next(), next()]);
  if (failed.length === 0) return said;
  throw Object.assign(new Error(`tests of ${failed.join(", ")}`), { output: said.join("") });
}

/** Those that wait most come first: at the end they would leave the processors idle. */
function packagesWithTests() {
  const all = ["packages", "apps"]
    .flatMap((room) => readdirSync(path.join(root, room)).map((name) => `${room}/${name}`))
    .filter((name) => existsSync(path.join(root, name, "vitest.config.ts")));
  const first = [
    "apps/worker",
    "packages/domain",
    "packages/embedded-inngest",
    "packages/ml",
    "apps/inference",
    "apps/web",
    "packages/cli",
    "packages/sdk",
  ];
  return [...first, ...all.filter((name) => !first.includes(name))];
}

function testFaults() {
  const reporters = ["--reporter=default", "--reporter=json"];
  const file = `--outputFile.json=${path.join(results, "faults.json")}`;
  return run(path.join(root, "node_modules/.bin/vitest"), ["run", "--root=tests/faults", ...reporters, file]);
}

async function addChromium() {
  chromium = await installChromium();
  return `installed ${chromium}`;
}

function testInBrowser() {
  return run(
    path.join(root, "node_modules/.bin/playwright"),
    ["test", "--config", "tests/playwright.config.ts"],
    {
      env: {
        CHROMIUM_PATH: chromium,
        PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(results, "playwright.json"),
      },
    },
  );
}

function testClient(python) {
  return testMlflow(python, path.join(results, "mlflow.json"), LATER);
}
