import type { Settings } from "./options.js";
import { send, TrackingError } from "./transport.js";

export interface Call {
  readonly path: string;
  readonly body: object;
}

const SUFFIX = ".jsonl";

/** What Node has and a browser has not. */
function node() {
  const builtin = globalThis.process?.getBuiltinModule;
  if (!builtin) return null;
  return {
    fs: builtin("node:fs"),
    path: builtin("node:path"),
    childProcess: builtin("node:child_process"),
    crypto: builtin("node:crypto"),
  };
}

/**
 * Keeps calls on disk until they can be made. The key is not among them: it is who sends them that has one.
 * @returns the file, or null where there is no disk
 */
export function writeSpool({ spoolDirectory, trackingUri }: Settings, calls: readonly Call[]): string | null {
  const own = node();
  if (!own || spoolDirectory === null) return null;
  const { fs, path, crypto } = own;
  fs.mkdirSync(spoolDirectory, { recursive: true, mode: 0o700 });
  const name = `${Date.now()}-${process.pid}-${crypto.randomUUID().slice(0, 8)}${SUFFIX}`;
  const file = path.join(spoolDirectory, name);
  const lines = [{ trackingUri }, ...calls].map((line) => `${JSON.stringify(line)}\n`);
  const temporary = `${file}.tmp`;
  const handle = fs.openSync(temporary, "w", 0o600);
  try {
    fs.writeSync(handle, lines.join(""));
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(temporary, file);
  return file;
}

/**
 * Run by a process of its own, which this one waits for: after `process.exit()` nothing asynchronous happens any more.
 * Makes the calls of a file in their order and deletes it when all are made; what the server refuses is left out.
 */
const SENDER = `
const fs = require("node:fs");
const [file, deadline] = [process.argv[1], Date.now() + Number(process.argv[2])];
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
(async () => {
  const [{ trackingUri }, ...calls] = fs.readFileSync(file, "utf8").trim().split("\\n").map((line) => JSON.parse(line));
  const headers = { "content-type": "application/json" };
  if (process.env.PIPEPILOT_AUTHORIZATION) headers.authorization = process.env.PIPEPILOT_AUTHORIZATION;
  for (const { path, body } of calls) {
    for (let ms = 100; ; ms = Math.min(ms * 2, 2000)) {
      let status = 0;
      try {
        const signal = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
        const answer = await fetch(trackingUri + path, { method: "POST", headers, body: JSON.stringify(body), signal });
        await answer.text();
        status = answer.status;
      } catch {}
      if (status >= 200 && status < 300) break;
      if (status === 400 || status === 413) break;
      if ((status !== 0 && status !== 408 && status !== 429 && status < 500) || Date.now() + ms > deadline) process.exit(1);
      await wait(ms);
    }
  }
  fs.rmSync(file);
})().catch(() => process.exit(1));
`;

/** Sends a spool file while this process waits. Returns whether all of it arrived; if not, the file stays. */
export function sendSpoolNow(settings: Settings, file: string): boolean {
  const own = node();
  if (!own) return false;
  const { status } = own.childProcess.spawnSync(
    process.execPath,
    ["-e", SENDER, file, String(settings.exitTimeoutMs)],
    {
      env: { ...process.env, NODE_OPTIONS: "", PIPEPILOT_AUTHORIZATION: settings.authorization ?? "" },
      stdio: "ignore",
      timeout: settings.exitTimeoutMs + 2000,
      windowsHide: true,
    },
  );
  return status === 0;
}

/**
 * Sends what earlier processes had to leave on disk for this server. A file that another process is sending is left to it;
 * one that cannot be sent now stays.
 * @returns how many files were sent
 */
export async function sendLeftSpools(settings: Settings): Promise<number> {
  const own = node();
  const { spoolDirectory, trackingUri } = settings;
  if (!own || spoolDirectory === null) return 0;
  const { fs, path } = own;
  let names: string[];
  try {
    names = fs.readdirSync(spoolDirectory).sort();
  } catch {
    return 0;
  }
  let sent = 0;
  for (const name of names.filter(isFree)) {
    const file = path.join(spoolDirectory, name);
    const taken = `${file.replace(/\.\d+$/, "")}.${process.pid}`;
    try {
      // Taking it by renaming: of several processes only one succeeds.
      fs.renameSync(file, taken);
    } catch {
      continue;
    }
    try {
      const [head, ...calls] = readLines(fs.readFileSync(taken, "utf8"));
      if ((head as { trackingUri?: string } | undefined)?.trackingUri === trackingUri) {
        for (const { path: at, body } of calls as Call[]) await sendUnlessRefused(settings, at, body);
        fs.rmSync(taken);
        sent++;
        continue;
      }
    } catch (error) {
      settings.onError(error as Error);
    }
    fs.renameSync(taken, taken.replace(/\.\d+$/, ""));
  }
  return sent;
}

/** Nobody is sending it: no process took it, or the one that did is gone. */
function isFree(name: string): boolean {
  if (name.endsWith(SUFFIX)) return true;
  const [, pid] = /\.jsonl\.(\d+)$/.exec(name) ?? [];
  if (pid === undefined || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

async function sendUnlessRefused(settings: Settings, path: string, body: object): Promise<void> {
  try {
    await send(settings, { method: "POST", path, body });
  } catch (error) {
    if (!(error instanceof TrackingError) || ![400, 413].includes(error.status)) throw error;
    settings.onError(error);
  }
}

/** A last line that was cut off is none. */
function readLines(text: string): unknown[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
}
