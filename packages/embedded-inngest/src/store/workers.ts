import { readFileSync, readlinkSync } from "node:fs";
import os from "node:os";
import { jobsSchema } from "../queue/jobs";
import type { Queryable, Transaction } from "./database";

/** A process, told apart from an earlier one with the same number. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  readonly started: string;
}

export interface WorkerRow extends ProcessIdentity {
  readonly id: string;
  readonly secondsSilent: number;
}

/** After this long without a heartbeat a worker counts as dead. */
export const silentAfterSeconds = 8;
/** A process that verifiably runs on this machine is only slow (or stopped in a debugger) for much longer. */
const aliveSilentAfterSeconds = 60;

/** This process. The host says which machine since which boot, and which container. */
export function thisProcess(): ProcessIdentity {
  const boot = readOr(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(), "");
  const namespace = readOr(() => readlinkSync("/proc/self/ns/pid"), "");
  return {
    host: `${os.hostname()} ${boot} ${namespace}`.trim(),
    pid: process.pid,
    started: startOf(process.pid),
  };
}

/** When a process of this machine started, in the kernel's ticks; empty where that cannot be known. */
function startOf(pid: number): string {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, "utf8"), "");
  // The second field, the command, may contain spaces and parentheses.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function readOr(read: () => string, otherwise: string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function isRunning({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return started === "" || startOf(pid) === started;
}

/**
 * Whether a worker is gone for certain. One that is merely silent counts only when `watching`: a server that has
 * just come back from an outage of the database has not had the time to hear the others.
 */
export function isGone(worker: WorkerRow, self: ProcessIdentity, watching: boolean): boolean {
  if (worker.host !== self.host) return watching && worker.secondsSilent > silentAfterSeconds;
  if (!isRunning(worker)) return true;
  return watching && worker.secondsSilent > aliveSilentAfterSeconds;
}

export async function beat(db: Queryable, id: string, name: string, self: ProcessIdentity): Promise<void> {
  await db.query(
    `insert into embedded_inngest.workers (id, name, host, pid, process_started) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set heartbeat_at = now()`,
    [id, name, self.host, self.pid, self.started],
  );
}

/** Takes over the jobs of workers that are gone and forgets them; answers how many workers those were. */
export async function takeOver(tx: Transaction, self: ProcessIdentity, watching: boolean): Promise<number> {
  const { rows } = await tx.query<WorkerRow>(
    `select id, host, pid, process_started as started, extract(epoch from now() - heartbeat_at)::float8 as "secondsSilent"
     from embedded_inngest.workers`,
  );
  const gone = rows.filter((worker) => isGone(worker, self, watching)).map((worker) => worker.id);
  const strangers = await tx.query<{ locked_by: string }>(
    `select distinct locked_by from ${jobsSchema}.jobs where locked_by is not null and locked_at < now() - make_interval(secs => $1)
     and locked_by not in (select id from embedded_inngest.workers)`,
    [silentAfterSeconds],
  );
  const ids = [...gone, ...(watching ? strangers.rows.map((row) => row.locked_by) : [])];
  if (ids.length > 0) await forgetWorkers(tx, ids);
  return ids.length;
}

/** Unlocks what these workers held, so that the queue hands it out again. */
export async function forgetWorkers(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query("delete from embedded_inngest.workers where id = any($1)", [ids]);
  await tx.query(`select ${jobsSchema}.force_unlock_workers($1)`, [ids]);
  await tx.query(`select pg_notify('jobs:insert', '{"count":8}')`);
}
