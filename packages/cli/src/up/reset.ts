import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { locateCluster } from "@pipepilot/db/embedded";
import { UsageError, type UpOptions } from "./options";

/** Deletes everything this installation has stored, after a yes. */
export async function reset({ home, yes }: UpOptions): Promise<void> {
  const running = await readFile(path.join(home, "running.json"), "utf8").catch(() => null);
  if (running) {
    const { pid, url } = JSON.parse(running) as { pid: number; url: string };
    if (alive(pid)) throw new UsageError(`PipePilot still runs here: ${url} (process ${pid}). End it first.`);
  }
  if (!yes && !(await agreed(home))) throw new UsageError("Nothing was deleted.");
  await rm(await locateCluster(path.join(home, "postgres")), { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
}

async function agreed(home: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError("--reset asks before it deletes, and nobody can answer here. Add --yes.");
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(
    `Delete every dataset, run, model and account under ${home}? Type "delete": `,
  );
  prompt.close();
  return answer.trim().toLowerCase() === "delete";
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
