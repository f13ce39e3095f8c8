import { spawn } from "node:child_process";
import { readFile, rename, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { LEASH } from "./leash-file";
import { UsageError } from "./options";
import type { Addresses } from "./services";

export interface Demo {
  readonly webUrl: string;
  readonly inferenceUrl: string;
  readonly email: string;
  readonly password: string;
  readonly project: string;
  readonly model: string;
  readonly predictKey: string;
  readonly trackKey: string;
  /** Asks the model in Production for one row; ready to paste. */
  readonly curl: string;
}

export interface SetupRequest {
  dataFile?: string;
  target?: string;
  demoFile: string;
  webUrl: string;
  inferenceUrl: string;
}

export async function readDemo(file: string): Promise<Demo | null> {
  const text = await readFile(file, "utf8").catch(() => null);
  return text ? (JSON.parse(text) as Demo) : null;
}

/** The demo's facts as they are at these addresses; what is stored of an earlier start on other ones follows. */
export async function demoAt(file: string, urls: Addresses): Promise<Demo | null> {
  const demo = await readDemo(file);
  if (!demo || (demo.webUrl === urls.webUrl && demo.inferenceUrl === urls.inferenceUrl)) return demo;
  const moved = { ...demo, ...urls, curl: demo.curl.replaceAll(demo.inferenceUrl, urls.inferenceUrl) };
  await writeFile(`${file}.new`, `${JSON.stringify(moved, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return moved;
}

type Line =
  | { phase: string; seconds: number; detail?: string }
  | { error: { code: string; message: string } };

/** Runs the set-up program to its end. @throws UsageError with its one clear line when the data cannot be used */
export async function runSetup(
  program: string,
  env: NodeJS.ProcessEnv,
  request: SetupRequest,
  onPhase: (phase: string, seconds: number, detail?: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(process.execPath, ["--import", LEASH, program], {
    env: { ...env, PIPEPILOT_SETUP: JSON.stringify(request) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    signal,
    killSignal: "SIGTERM",
  });
  let errors = "";
  let refusal: string | null = null;
  child.stderr?.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  const lines = createInterface({ input: child.stdout as Readable });
  lines.on("line", (text) => {
    const line = parseLine(text);
    if (!line) return;
    if ("error" in line) refusal = line.error.message;
    else onPhase(line.phase, line.seconds, line.detail);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (refusal) throw new UsageError(refusal);
  if (code !== 0) throw new Error(`Setting up failed (code ${code}). ${errors.trim()}`);
}

function parseLine(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}
