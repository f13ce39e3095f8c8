import type { ProjectContext, Services } from "@pipepilot/domain";
import type { Json } from "../steps/step";
import type { TaskPool } from "../tasks/task-pool";

export interface Logger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What the application hands to the functions. */
export interface Dependencies {
  readonly services: Services;
  readonly tasks: TaskPool;
  /** Recorded with every tracked run: Node's and the packages' versions, threads, git commit. */
  readonly environment: Readonly<Record<string, Json>>;
  readonly logger: Logger;
  /** Aborted when the process stops: training ends at once and continues after the restart. */
  readonly shutdown: AbortSignal;
}

/** What one step of one pipeline run works with. */
export interface StepScope extends Dependencies {
  readonly ctx: ProjectContext;
  /** The step's key in the run, "train:0". */
  readonly key: string;
  /** The name of the run that is reproduced: nothing is taken from the cache then. */
  readonly reproduces?: string;
}
