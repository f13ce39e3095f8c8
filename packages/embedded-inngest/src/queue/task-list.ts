import type { TaskList } from "graphile-worker";
import type { Execute } from "../execution/execute";
import type { Database } from "../store/database";
import { cancelOverdueRun, finishDueStep, fireCron } from "../store/due";
import type { JobPayloads } from "./jobs";

/** What is done for each kind of job. The payloads are our own, written by `addJob`. */
export function taskList(db: Database, execute: Execute, clock: () => Date): TaskList {
  const tasks: { [Kind in keyof JobPayloads]: (payload: JobPayloads[Kind]) => Promise<void> } = {
    execute,
    "step-due": ({ runId, stepId }) => db.transaction((tx) => finishDueStep(tx, runId, stepId)),
    "run-timeout": ({ runId, timeout }) => db.transaction((tx) => cancelOverdueRun(tx, runId, timeout)),
    "cron-tick": ({ functionId, cron }) => db.transaction((tx) => fireCron(tx, functionId, cron, clock())),
  };
  return tasks as TaskList;
}
