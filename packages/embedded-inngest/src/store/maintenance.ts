import { jobsSchema } from "../queue/jobs";
import type { Queryable } from "./database";

/** Removes what ended longer ago than `retentionDays`, in portions; answers the number of runs removed. */
export async function prune(db: Queryable, retentionDays: number): Promise<number> {
  const runs = await db.query(
    `delete from embedded_inngest.runs where id in (
       select id from embedded_inngest.runs where ended_at < now() - make_interval(secs => $1 * 86400) limit 1000)`,
    [retentionDays],
  );
  await db.query(
    `delete from embedded_inngest.events where id in (
       select id from embedded_inngest.events e where received_at < now() - make_interval(secs => $1 * 86400)
         and not exists (select from embedded_inngest.runs r where r.event_id = e.id) limit 1000)`,
    [retentionDays],
  );
  await db.query("delete from embedded_inngest.idempotency_keys where used_at < now() - interval '1 day'");
  return runs.rowCount ?? 0;
}

/** Gives every queued execution that has lost its job (an operator emptied the queue, say) a new one. */
export async function requeueLost(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    `select ${jobsSchema}.add_job('execute', payload => json_build_object('runId', run_id, 'position', position),
       run_at => due_at, max_attempts => 32767, job_key => 'execute:' || run_id || ':' || position)
     from embedded_inngest.executions e
     where state <> 'blocked' and queued_at < now() - interval '1 minute' and not exists (
       select from ${jobsSchema}.jobs j where j.key = 'execute:' || e.run_id || ':' || e.position)`,
  );
  return rowCount ?? 0;
}
