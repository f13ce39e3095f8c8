import type { FunctionConfig } from "../state/function-config";
import { nextTick } from "../state/cron";
import { addJob } from "../queue/jobs";
import type { Queryable, Transaction } from "./database";

export interface RegisteredFunction {
  readonly config: FunctionConfig;
  /** The SDK's serve endpoint. */
  readonly appUrl: string;
}

interface FunctionRow {
  config: FunctionConfig;
  app_url: string;
}

/** The functions events may start now. */
export async function activeFunctions(db: Queryable): Promise<RegisteredFunction[]> {
  const { rows } = await db.query<FunctionRow>(
    "select config, app_url from embedded_inngest.functions where active order by id",
  );
  return rows.map(toFunction);
}

/** One function, also when its app no longer declares it: runs that began with it go on. */
export async function findFunction(db: Queryable, functionId: string): Promise<RegisteredFunction | null> {
  const { rows } = await db.query<FunctionRow>(
    "select config, app_url from embedded_inngest.functions where id = $1",
    [functionId],
  );
  return rows[0] ? toFunction(rows[0]) : null;
}

export async function activeFunction(db: Queryable, functionId: string): Promise<RegisteredFunction | null> {
  const { rows } = await db.query<FunctionRow>(
    "select config, app_url from embedded_inngest.functions where id = $1 and active",
    [functionId],
  );
  return rows[0] ? toFunction(rows[0]) : null;
}

/** Makes `configs` the functions of the app at `appUrl`; those it had before and no longer declares start no more runs. */
export async function registerFunctions(
  tx: Transaction,
  appUrl: string,
  configs: readonly FunctionConfig[],
  now: Date,
): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('embedded_inngest.register', 0))");
  const ids = configs.map((config) => config.id);
  await tx.query(
    "update embedded_inngest.functions set active = false where app_url = $1 and id <> all($2)",
    [appUrl, ids],
  );
  for (const config of configs) {
    await tx.query(
      `insert into embedded_inngest.functions (id, app_url, config) values ($1, $2, $3)
       on conflict (id) do update set app_url = excluded.app_url, config = excluded.config, active = true, registered_at = now()`,
      [config.id, appUrl, JSON.stringify(config)],
    );
  }
  await tx.query(
    `delete from embedded_inngest.crons c using embedded_inngest.functions f
     where f.id = c.function_id and f.app_url = $1 and not (f.active and c.cron in (select json_array_elements_text(f.config->'crons')))`,
    [appUrl],
  );
  for (const config of configs) for (const cron of config.crons) await scheduleCron(tx, config.id, cron, now);
}

/** A cron trigger that is known keeps its next tick, so neither a restart nor a second server moves it. */
async function scheduleCron(tx: Transaction, functionId: string, cron: string, now: Date): Promise<void> {
  const { rows } = await tx.query<{ next_at: Date }>(
    `insert into embedded_inngest.crons (function_id, cron, next_at) values ($1, $2, $3)
     on conflict (function_id, cron) do update set next_at = crons.next_at returning next_at`,
    [functionId, cron, nextTick(cron, now)],
  );
  if (rows[0]) await addJob(tx, "cron-tick", { functionId, cron }, onQueueClock(rows[0].next_at, now));
}

/** The moment on the machine's clock at which `at` comes on the server's (which tests may set). */
export function onQueueClock(at: Date, now: Date): Date {
  return new Date(Date.now() + at.getTime() - now.getTime());
}

function toFunction(row: FunctionRow): RegisteredFunction {
  return { config: row.config, appUrl: row.app_url };
}
