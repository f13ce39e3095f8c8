import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Loaded before each service (`node --import`). When the process that started us is gone without a word (kill -9),
 * the channel to it closes: end as if asked to, and end the database it left behind.
 */
process.once("disconnect", () => {
  // From outside, since a process that waits for its threads in `exit` runs no timers any more.
  spawn("sh", ["-c", `sleep 5; kill -9 ${process.pid}`], { detached: true, stdio: "ignore" }).unref();
  process.kill(process.pid, "SIGTERM");
  setTimeout(endDatabase, 3_000).unref();
  process.once("exit", endDatabase);
});

function endDatabase() {
  const file = process.env.PIPEPILOT_POSTMASTER_FILE;
  if (!file) return;
  try {
    process.kill(Number(readFileSync(file, "utf8").split("\n")[0]), "SIGINT");
  } catch {
    // Already ended, by itself or by the next service that noticed.
  }
}
