import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@pipepilot/db/embedded";
import { startProduct } from "./product";

const IDLE_AFTER_MS = 15_000;

/** Second start until everything answers, memory of all processes while idle, and the time until they have ended. */
export async function benchStart() {
  const home = mkdtempSync(path.join(tmpdir(), "pipepilot-bench-"));
  const ports = [await freePort(), await freePort()];
  try {
    const first = await startProduct(home, ports, ["--no-demo"]);
    await first.stop();
    const second = await startProduct(home, ports, ["--no-demo"]);
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
