import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";

const PACKAGE = path.resolve(import.meta.dirname, "..");

/** The package as it is published, in a place of its own; programs written there import it by name. */
export function buildInto(directory: string): void {
  const own = path.join(directory, "node_modules/@pipepilot/sdk");
  mkdirSync(own, { recursive: true });
  const compiler = path.resolve(PACKAGE, "../../node_modules/typescript/bin/tsc");
  const project = path.join(PACKAGE, "tsconfig.build.json");
  execFileSync(process.execPath, [compiler, "-p", project, "--outDir", path.join(own, "dist")]);
  const { exports } = { exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } } };
  writeFileSync(
    path.join(own, "package.json"),
    JSON.stringify({ name: "@pipepilot/sdk", type: "module", exports }),
  );
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Runs a program; `onOutput` hears all that it has written so far. */
export function runProgram(
  directory: string,
  source: string,
  env: Record<string, string>,
  onOutput: (text: string, child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  const file = path.join(mkdtempSync(path.join(directory, "program-")), "train.mjs");
  writeFileSync(file, source);
  const child = spawn(process.execPath, [file], { env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      onOutput(output, child);
    });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, output })));
}
