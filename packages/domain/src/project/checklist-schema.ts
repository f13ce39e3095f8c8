import { z } from "zod";

export const showChecklistInput = z.strictObject({ shown: z.boolean() });
export type ShowChecklistInput = z.input<typeof showChecklistInput>;

/** What makes each tick true; null where it is not so yet. */
export interface ChecklistFacts {
  /** The database that answers. */
  installed: { postgres: string } | null;
  /** Who is signed in. */
  reachable: { name: string } | null;
  /** The first run that was logged. */
  tracking: { experiment: string; runId: string; run: string; at: Date } | null;
  config: { pipeline: string; number: number; by: string; at: Date } | null;
  /** The first version that a pipeline or a client registered. */
  registered: { model: string; number: number; at: Date } | null;
  /** A Production version that a process answers with. */
  serving: { model: string; number: number; instances: number } | null;
}

export interface Checklist {
  facts: ChecklistFacts;
  /** What the project decided; null: shown until everything in it is so. */
  shown: boolean | null;
  /** The newest of each, to go on with. */
  next: {
    dataset: string | null;
    pipeline: string | null;
    version: { model: string; number: number } | null;
    experiment: string | null;
  };
}
