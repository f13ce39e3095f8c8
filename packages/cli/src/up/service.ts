import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import http from "node:http";

export interface ServiceSpec {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Answers 2xx once the service can work. */
  readonly readyUrl: string;
  readonly logFile: string;
  /** Also show its output here (development). */
  readonly echo: boolean;
}

export interface Service {
  readonly name: string;
  pid(): number | undefined;
  /** Resolves when it answers. @throws Error when it ends before that, with its last lines */
  ready(timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
}

const RESTARTS_ALLOWED = 5;
const WINDOW_MS = 60_000;
const STOP_AFTER_MS = 8_000;

/**
 * A child process that is started again when it ends unasked. Ends that come too often are handed to `onHopeless`,
 * so that the whole comes down with a clear line instead of staying half alive.
 */
export function superviseService(
  spec: ServiceSpec,
  on: { restart(line: string): void; hopeless(line: string): void },
): Service {
  let child: ChildProcess | null = null;
  let stopping = false;
  const ends: number[] = [];
  const lastLines: string[] = [];

  function keep(chunk: Buffer) {
    appendFileSync(spec.logFile, chunk, { mode: 0o600 });
    if (spec.echo) process.stderr.write(chunk);
    lastLines.push(...chunk.toString().split("\n").filter(Boolean));
    lastLines.splice(0, Math.max(0, lastLines.length - 12));
  }

  function start() {
    const [command, ...args] = spec.command;
    // Its own process group: Ctrl-C reaches only us, and we end the others in order. The IPC channel is the leash:
    // when this process is gone, however it went, the child notices and ends.
    child = spawn(command, args, {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("error", (error) => keep(Buffer.from(`${error.message}\n`)));
    child.once("exit", (code, signal) => ended(code, signal));
  }

  function ended(code: number | null, signal: NodeJS.Signals | null) {
    child = null;
    if (stopping) return;
    const why = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    const now = Date.now();
    ends.push(now);
    while (ends.length > 0 && ends[0] < now - WINDOW_MS) ends.shift();
    if (ends.length > RESTARTS_ALLOWED) {
      on.hopeless(
        `${spec.name} ${why} for the ${ends.length}th time within a minute. Its last lines:\n${lastLines.map((line) => `    ${line}`).join("\n")}`,
      );
      return;
    }
    on.restart(`${spec.name} ${why}; starting it again.`);
    setTimeout(() => !stopping && start(), 200 * 2 ** (ends.length - 1));
  }

  start();
  return {
    name: spec.name,
    pid: () => child?.pid,
    async ready(timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      while (!stopping && Date.now() < deadline) {
        if (await answers(spec.readyUrl)) return;
        if (ends.length >= 2) break;
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      throw new Error(
        `${spec.name} did not come up. Its last lines:\n${lastLines.map((line) => `    ${line}`).join("\n")}\n  The whole log: ${spec.logFile}`,
      );
    },
    async stop() {
      stopping = true;
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => running.once("exit", () => resolve()));
      signalGroup(running, "SIGTERM");
      const hard = setTimeout(() => signalGroup(running, "SIGKILL"), STOP_AFTER_MS);
      await gone;
      clearTimeout(hard);
    },
  };
}

/** The child leads its own group, so whatever it started ends with it. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    process.kill(-(child.pid as number), signal);
  } catch {
    child.kill(signal);
  }
}

/** On a connection of its own each time: one that was kept may belong to a process that is gone. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get(url, { agent: false, timeout: 2_000 }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 400);
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
    request.once("close", () => resolve(false));
  });
}
