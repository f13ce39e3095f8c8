import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Processes that a service starts inherit its flags, this file among them, but have a channel of their own to it. */
const HELD = "PIPEPILOT_HELD";

/**
 * Loaded before each service (`node --import`). When the process that started us is gone without a word (kill -9),
 * the channel to it closes: end as if asked to, and end the database it left behind.
 */
function hold() {
  process.env[HELD] = String(process.pid);
  process.once("disconnect", () => {
    // Known now: later the file may already name the server of a new start.
    const postmaster = findPostmaster();
    // From outside, since a process that waits for its threads in `exit` runs no timers any more.
    spawn("sh", ["-c", killIfStillHere(process.pid)], { detached: true, stdio: "ignore" }).unref();
    process.kill(process.pid, "SIGTERM");
    const endDatabase = () => end(postmaster);
    setTimeout(endDatabase, 3_000).unref();
    process.once("exit", endDatabase);
  });
  // Listening must not keep a program alive that has done its work.
  process.channel?.unref();
}

if (process.env[HELD] === undefined) hold();

/** The shell is our child for as long as we live; later our number may be another program's. */
function killIfStillHere(pid: number): string {
  const parent = "$(ps -o ppid= -p $$ 2>/dev/null || cut -d' ' -f4 /proc/$$/stat)";
  return `sleep 5; [ ${parent} -eq ${pid} ] && kill -9 ${pid}`;
}

function findPostmaster(): number | null {
  const file = process.env.PIPEPILOT_POSTMASTER_FILE;
  try {
    return file ? Number(readFileSync(file, "utf8").split("\n")[0]) || null : null;
  } catch {
    return null;
  }
}

function end(postmaster: number | null) {
  if (postmaster === null) return;
  try {
    process.kill(postmaster, "SIGINT");
  } catch {
    // Already ended, by itself or by the next service that noticed.
  }
}
