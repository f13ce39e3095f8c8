import { LearningError } from "../errors";
import { walkBlock } from "../trees/block-walker";
import { fillHistogram } from "../trees/boost-module";
import { buildForestTree } from "../trees/build-forest-tree";
import type { Task } from "./task";

/** Every task a thread can be asked for, by name; both sides of a thread boundary read this one table. */
export const TASKS = {
  "gradient_boosting/fill_histogram": fillHistogram,
  "random_forest/build_tree": buildForestTree,
  "trees/walk_block": walkBlock,
} as const;

export type TaskName = keyof typeof TASKS;

/** The task of that name, for callers that know it only as text (a message from another thread). */
export function findTask(name: string): Task<unknown, unknown> {
  if (Object.hasOwn(TASKS, name)) return TASKS[name as TaskName] as Task<unknown, unknown>;
  throw new LearningError(
    "invalid_input",
    `Unknown task "${name}". Known tasks: ${Object.keys(TASKS).join(", ")}.`,
  );
}
