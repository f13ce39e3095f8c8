import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A process, told apart from a later one with the same number. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Ticks since the boot. */
  readonly started: string;
  readonly command: string;
}

/** Everything below a process, its children's children included. */
export function processesBelow(pid: number): Process[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const below = (parent: number): Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid);
}

/** Null for one that is gone, or that has ended and waits to be collected. */
export function readProcess(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the command, may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return { pid, parent: Number(fields[1]), group: Number(fields[2]), started: fields[19], command };
  } catch {
    return null;
  }
}

/** Those that still live when the time is over; returns as soon as there are none. */
export async function survivors(processes: readonly Process[], withinMs: number): Promise<string[]> {
  for (let waited = 0; ; waited += 50) {
    const alive = processes.filter(({ pid, started }) => readProcess(pid)?.started === started);
    if (alive.length === 0 || waited >= withinMs) return alive.map(({ pid, command }) => `${pid} ${command}`);
    await delay(50);
  }
}

/** Where a process works; empty for one that is gone. */
export function workingDirectory({ pid }: Process): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
