import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@pipepilot/db/embedded";

const root = path.resolve(import.meta.dirname, "../..");
const IDLE_AFTER_MS = 15_000;

/** Second start until everything answers, memory of all processes while idle, and the time until they have ended. */
export async function benchStart() {
  const home = mkdtempSync(path.join(tmpdir(), "pipepilot-bench-"));
  const ports = [await freePort(), await freePort()];
  try {
    const first = await start(home, ports, ["--no-demo"]);
    await first.stop();
    const second = await start(home, ports, ["--no-demo"]);
    await new Promise((resolve) => setTimeout(resolve, IDLE_AFTER_MS));
    const memory = treeMemory(second.child.pid as number);
    const ended = await second.stop();
    return [
      { name: "second start until everything answers", value: second.seconds, unit: "s", reference: 8 },
      {
        name: "memory of all processes, idle (proportional)",
        value: memory / 2 ** 20,
        unit: "MiB",
        reference: 900,
      },
      { name: "ending everything", value: ended, unit: "s" },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function start(home: string, [web, inference]: number[], flags: string[]) {
  const started = performance.now();
  const args = ["scripts/start.mjs", "--port", String(web), "--inference-port", String(inference), ...flags];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, PIPEPILOT_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await said(child, "Ctrl-C ends everything.");
  const seconds = (performance.now() - started) / 1000;
  return {
    child,
    seconds,
    async stop() {
      const from = performance.now();
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      return (performance.now() - from) / 1000;
    },
  };
}

function said(child: ChildProcess, text: string): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(text)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code}:\n${output}`)));
  });
}

/** Proportional set size (shared pages counted once) of a process and all below it, in bytes. */
function treeMemory(pid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const stat = tryRead(`/proc/${name}/stat`);
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const below = (candidate: number): boolean =>
    candidate === pid ||
    (parents.has(candidate) && parents.get(candidate) !== 0 && below(parents.get(candidate) as number));
  return [...parents.keys()].filter(below).reduce((sum, each) => sum + pss(each), 0);
}

function pss(pid: number): number {
  const match = /^Pss:\s+(\d+) kB/m.exec(tryRead(`/proc/${pid}/smaps_rollup`) ?? "");
  return match ? Number(match[1]) * 1024 : 0;
}

function tryRead(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
