import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "./options";

/** One PipePilot per home directory. @throws UsageError naming the process that runs already */
export async function takeLock(home: string, url: string): Promise<() => Promise<void>> {
  const file = path.join(home, "running.json");
  const known = await readFile(file, "utf8").catch(() => null);
  if (known) {
    const { pid, url: running } = JSON.parse(known) as { pid: number; url: string };
    if (pid !== process.pid && (await isOurs(pid)))
      throw new UsageError(`PipePilot already runs here: ${running} (process ${pid}).`);
  }
  await writeFile(file, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 });
  return () => rm(file, { force: true });
}

async function isOurs(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A recycled id of some other program is not us.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return commandLine === null || /start\.mjs|pipepilot/.test(commandLine);
}
