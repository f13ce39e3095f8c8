import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort, locateCluster } from "@pipepilot/db/embedded";
import { processesBelow, readProcess, survivors, workingDirectory, type Process } from "./processes";

const root = path.resolve(import.meta.dirname, "../..");
const READY = "Ctrl-C ends everything.";

/** Where one installation lives, and the ports it is started on. */
export interface Installation {
  readonly home: string;
  readonly webUrl: string;
  readonly inferenceUrl: string;
  start(flags: string[], through?: "npm"): Running;
  remove(): Promise<void>;
}

/** A product that was started, or is starting. */
export interface Running {
  /** What was started: the supervisor, or npm, which started it. */
  readonly pid: number;
  /** Everything that was printed so far. */
  output(): string;
  /** Waits for a line. @throws Error with the output when it does not come, or the product ends before */
  says(text: string, withinMs?: number): Promise<void>;
  ready(): Promise<void>;
  /** Everything that was started, the supervisor included. */
  processes(): Process[];
  service(name: "worker" | "web" | "tracking" | "inference" | "postgres"): Process | undefined;
  /** To the process alone; `group`: to all of its group, as a terminal does. */
  signal(signal: NodeJS.Signals, to?: "group"): void;
  /** Stops reading what it prints, as a terminal does that is closed. */
  hangUp(): void;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

export async function createInstallation(): Promise<Installation> {
  const home = mkdtempSync(path.join(tmpdir(), "pipepilot-faults-"));
  const [web, inference] = [await freePort(), await freePort()];
  const ports = ["--port", String(web), "--inference-port", String(inference)];
  const everything: Process[] = [];
  return {
    home,
    webUrl: `http://127.0.0.1:${web}`,
    inferenceUrl: `http://127.0.0.1:${inference}`,
    start: (flags, through) => run(home, [...ports, ...flags], everything, through),
    async remove() {
      for (const { pid, started, command } of everything)
        if (command.includes("start.mjs") && readProcess(pid)?.started === started)
          process.kill(pid, "SIGTERM");
      await survivors(everything, 10_000);
      rmSync(await locateCluster(path.join(home, "postgres")), { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function run(home: string, args: string[], everything: Process[], through?: "npm"): Running {
  const [program, script] = through
    ? ["npm", ["start", "--silent", "--"]]
    : [process.execPath, ["scripts/start.mjs"]];
  const child = spawn(program, [...script, ...args], {
    cwd: root,
    env: { ...process.env, PIPEPILOT_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a shell gives it.
    detached: true,
  });
  const pid = child.pid as number;
  let output = "";
  let over = false;
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once("exit", (code, signal) => ((over = true), resolve(signal ?? code))),
  );
  const processes = () => {
    const found = [...selfAndBelow(pid)];
    everything.push(...found);
    return found;
  };

  async function says(text: string, withinMs = 90_000): Promise<void> {
    for (const until = Date.now() + withinMs; !output.includes(text); await delay(50)) {
      if (over) throw new Error(`It ended before it said "${text}":\n${output}\n${logsOf(home)}`);
      if (Date.now() > until)
        throw new Error(`It did not say "${text}" in time:\n${output}\n${logsOf(home)}`);
    }
    processes();
  }

  return {
    pid,
    output: () => output,
    says,
    // Longer than the supervisor waits, so that it says what did not come up.
    ready: () => says(READY, 80_000),
    processes,
    service: (name) => processes().find((each) => isService(each, name)),
    signal: (signal, to) => void process.kill(to === "group" ? -pid : pid, signal),
    hangUp() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    ended,
  };
}

/** The last lines of each service's log. */
function logsOf(home: string): string {
  const directory = path.join(home, "logs");
  const files = existsSync(directory) ? readdirSync(directory) : [];
  return files
    .map((file) => `${file}:\n${readFileSync(path.join(directory, file), "utf8").slice(-1_500)}`)
    .join("\n");
}

function selfAndBelow(pid: number): Process[] {
  const below = processesBelow(pid);
  const self = processesBelow(process.pid).filter((each) => each.pid === pid);
  return [...self, ...below];
}

function isService(each: Process, name: string): boolean {
  if (name === "postgres") return /bin\/postgres -D/.test(each.command);
  return workingDirectory(each).endsWith(path.join("apps", name)) && !/setup\.js/.test(each.command);
}
