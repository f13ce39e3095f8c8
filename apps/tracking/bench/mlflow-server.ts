import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@pipepilot/db/embedded";
import { startOwnServer } from "@pipepilot/db/testing";
import { answering, measure, run, type Measured } from "./measure";

const WORKERS = 4;

/**
 * The same calls to `mlflow server`, with a PostgreSQL of the same settings. Null, and a line says so, where neither
 * PIPEPILOT_BENCH_PYTHON nor python3 has MLflow and psycopg2.
 */
export async function measureMlflow(): Promise<{ version: string; measured: Measured } | null> {
  const python = process.env["PIPEPILOT_BENCH_PYTHON"] ?? "python3";
  const version = await run(python, [
    "-c",
    "import psycopg2, uvicorn, mlflow; print(mlflow.__version__)",
  ]).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
  if (version === null) {
    process.stderr.write(
      `  Skipped: ${python} has no MLflow with psycopg2 (PIPEPILOT_BENCH_PYTHON names another); its figures are noted ones.\n`,
    );
    return null;
  }
  const directory = await mkdtemp(path.join(tmpdir(), "pipepilot-mlflow-"));
  const postgres = await startOwnServer();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const databaseUrl = postgres.server.url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
  const places = ["--backend-store-uri", databaseUrl, "--artifacts-destination", directory];
  const options = ["--workers", String(WORKERS), "--host", "127.0.0.1", "--port", String(port)];
  const server = spawn(python, ["-m", "mlflow", "server", ...places, ...options], { stdio: "ignore" });
  const exited = once(server, "exit").then(() => {
    throw new Error(`${python} -m mlflow server has ended.`);
  });
  exited.catch(() => undefined);
  try {
    await Promise.race([answering(url), exited]);
    return { version, measured: await measure({ url, key: "none", experimentId: "0" }) };
  } finally {
    server.kill("SIGTERM");
    await exited.catch(() => undefined);
    await postgres.end();
    await rm(directory, { recursive: true, force: true });
  }
}
