import { readFileSync } from "node:fs";

/**
 * Loaded before each service (`node --import`). When the process that started us is gone without a word (kill -9),
 * the channel to it closes: end as if asked to, and end the database it left behind.
 */
process.once("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => {
    endDatabase();
    process.exit(1);
  }, 4_000);
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
