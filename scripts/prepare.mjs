import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");
const STAMP = path.join(root, "node_modules/.pipepilot-installed");

export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`PipePilot needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

/** `npm ci`, when the lock file is not the one that was installed. */
export async function ensureInstalled() {
  const lock = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const installed = existsSync(STAMP) ? readFileSync(STAMP, "utf8") : null;
  if (installed === lock) return;
  if (installed === null)
    process.stdout.write("\n  The first time, installing and building take a few minutes.\n\n");
  await phase("install", installPackages);
  writeFileSync(STAMP, lock);
}

async function installPackages() {
  // Unpacking makes much that lives for a moment: with more room for that, less of it is moved about.
  const env = { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --max-semi-space-size=64`.trim() };
  const install = (...more) =>
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...more], { env });
  try {
    // The lock file says what is right: what npm keeps of a package need not be asked for again.
    await install("--prefer-offline");
  } catch (error) {
    // Unless that is older than the version the lock file names.
    if (!error.output?.includes("ETARGET")) throw error;
    await install();
  }
}

export function ensureBuilt(only = []) {
  return phase("build", () => build(only));
}

/** turbo builds what has changed since it was built last. */
export function build(only = []) {
  const filters = only.flatMap((name) => ["--filter", name]);
  return turbo(["run", "build", "--output-logs=errors-only", ...filters]);
}

export function turbo(args, options = {}) {
  const program = path.join(root, "node_modules/.bin/turbo");
  return run(program, args, {
    ...options,
    env: {
      TURBO_TELEMETRY_DISABLED: "1",
      DO_NOT_TRACK: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      ...options.env,
    },
  });
}

/**
 * Runs a command quietly; answers what it said, and so does the error's `output` when it fails. `niceness` lets what
 * matters more go first on a busy machine.
 */
export function run(command, args, { env = {}, cwd = root, niceness = 0 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (niceness > 0 && child.pid) setPriority(child.pid, niceness);
    let output = "";
    const keep = (chunk) => (output = (output + chunk).slice(-1_000_000));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const stop = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, stop);
    // Another phase beside this one may fail, which ends the whole.
    const end = () => child.kill();
    process.once("exit", end);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeListener(name, stop);
      process.removeListener("exit", end);
      if (code === 0) return resolve(output);
      reject(
        Object.assign(
          new Error(`${path.basename(command)} ${args.join(" ")} ended with ${signal ?? `code ${code}`}`),
          { output },
        ),
      );
    });
  });
}

export async function phase(name, work) {
  const started = performance.now();
  const waiting = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r  ${name.padEnd(26)}${seconds(started)}`), 200)
    : null;
  try {
    return await work();
  } catch (error) {
    if (waiting) clearInterval(waiting);
    fail(`${name} failed: ${error.message}\n${error.output ?? ""}`);
  } finally {
    if (waiting) clearInterval(waiting);
    process.stdout.write(`${waiting ? "\r" : ""}  ${name.padEnd(26)}${seconds(started)}\n`);
  }
}

const seconds = (started) => `${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`;

export function fail(message) {
  process.stderr.write(`\n  ${message}\n\n`);
  process.exit(1);
}
