// MLflow's own Python client against our tracking server, on a PostgreSQL of its own. With --reference the same tests run
// against `mlflow server`, which proves that they ask for MLflow's behaviour and not for ours.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureInstalled, fail, phase, requireNode, root, run } from "./prepare.mjs";

const PINS = ["mlflow==3.17.2", "scikit-learn==1.9.1"];
const PIP = [
  "--quiet",
  "--no-compile",
  "--disable-pip-version-check",
  "--only-binary=:all:",
  "--retries=1",
  "--timeout=30",
];
/** Installs in a fifth of pip's time. */
const UV = "uv==0.13.9";
const VENV = path.join(root, ".mlflow-venv");
const PYTHON = path.join(VENV, "bin/python");
const UV_PIP = ["--python", PYTHON, "--only-binary=:all:"];
const STAMP = path.join(VENV, "pins.txt");

/** The client in a virtual environment, installed once. Null, and a line that says why, where it cannot be. */
export async function ensureClient(options) {
  const wanted = PINS.join("\n");
  if (existsSync(PYTHON) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return PYTHON;
  try {
    rmSync(VENV, { recursive: true, force: true });
    await run("python3", ["-m", "venv", VENV], options);
    const pip = (wanted) => run(PYTHON, ["-m", "pip", "install", ...PIP, ...wanted], options);
    const quickly = async () => {
      await pip([UV]);
      await run(
        path.join(VENV, "bin/uv"),
        ["pip", "install", "--quiet", "--no-cache", ...UV_PIP, ...PINS],
        options,
      );
    };
    // It knows nothing of an index that only pip is told of.
    await quickly().catch(() => pip(PINS));
    writeFileSync(STAMP, wanted);
    return PYTHON;
  } catch (error) {
    const [reason] = (error.output ?? "").trim().split("\n").slice(-1);
    process.stdout.write(
      `  MLflow's client is not tested: it cannot be installed here (${reason || error.message}).\n`,
    );
    return null;
  }
}

/**
 * Answers what the tests printed.
 * @param results where the counts and failures are written
 * @throws Error when a test fails
 */
export async function testMlflow(python, results, { reference = false, only = [], niceness = 0 } = {}) {
  const server = await (reference ? startReference() : startOurs());
  try {
    return await run(python, [path.join(root, "tests/mlflow/run.py"), results, ...only], {
      niceness,
      env: {
        MLFLOW_TRACKING_URI: server.url,
        PYTHONPYCACHEPREFIX: path.join(VENV, "pycache"),
        ...server.env,
      },
    });
  } finally {
    await server.stop();
  }
}

async function startOurs() {
  const { tsImport } = await import("tsx/esm/api");
  const { startTracking } = await tsImport("../apps/tracking/test/harness.ts", import.meta.url);
  const tracking = await startTracking();
  const admin = await tracking.keyFor(tracking.ctx, ["admin"]);
  const [stranger, reader] = [await tracking.stranger(), await tracking.stranger(["predict"])];
  return {
    url: tracking.url,
    env: {
      MLFLOW_TRACKING_TOKEN: tracking.key,
      ADMIN_TOKEN: admin.key,
      STRANGER_TOKEN: stranger.key,
      PREDICT_TOKEN: reader.key,
    },
    stop: () => tracking.close(),
  };
}

async function startReference() {
  const { tsImport } = await import("tsx/esm/api");
  const { freePort } = await tsImport("../packages/db/src/embedded/index.ts", import.meta.url);
  const home = mkdtempSync(path.join(tmpdir(), "mlflow-reference-"));
  const port = await freePort();
  const stores = ["--backend-store-uri", `sqlite:///${home}/mlflow.db`, "--artifacts-destination", home];
  // A group of its own: it starts workers.
  const child = spawn(PYTHON, ["-m", "mlflow", "server", ...stores, "--port", String(port)], {
    stdio: "ignore",
    detached: true,
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null) process.kill(-child.pid, "SIGTERM");
    await delay(500);
    rmSync(home, { recursive: true, force: true });
  };
  for (const until = Date.now() + 60_000; ; await delay(250)) {
    if (
      await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (Date.now() < until && child.exitCode === null) continue;
    await stop();
    throw new Error("mlflow server does not start.");
  }
  return { url, env: { MLFLOW_REFERENCE: "true", MLFLOW_TRACKING_TOKEN: "" }, stop };
}

if (process.argv[1] === import.meta.filename) {
  requireNode();
  await ensureInstalled();
  const { generate } = await import("./verify.mjs");
  await generate();
  const python = await phase("install mlflow", () => ensureClient());
  if (python === null) process.exit(0);
  const results = path.join(root, "test-results");
  mkdirSync(results, { recursive: true });
  const given = process.argv.slice(2);
  const only = given.filter((argument) => argument !== "--reference");
  try {
    const reference = given.includes("--reference");
    const said = await testMlflow(python, path.join(results, "mlflow.json"), { reference, only });
    process.stdout.write(said);
  } catch (error) {
    fail(`${error.message}\n${error.output ?? ""}`);
  }
}
