import { z } from "zod";
import { metricKey, paramKey } from "../run/keys";
import type { ActorRecord } from "../run/schema";
import { plainText } from "../text";

/** What of a run itself can be a column, in MLflow's words; `versions` are the model versions made of it. */
export const RUN_COLUMNS = [
  "status",
  "start_time",
  "end_time",
  "duration",
  "user_id",
  "run_id",
  "versions",
] as const;
export type RunColumnName = (typeof RUN_COLUMNS)[number];

/** A column of a runs table: `metrics.<key>`, `params.<key>`, `tags.<key>` or what stands in `RUN_COLUMNS`. */
export const runColumn = z.string().refine((id) => {
  const key = /^(?:metrics|params|tags)\.(.+)$/s.exec(id)?.[1];
  return key === undefined ? RUN_COLUMNS.some((name) => name === id) : metricKey.safeParse(key).success;
}, "There is no such column.");

/** How the runs of an experiment are looked at: what of the page is in its address, but for the selection. */
export const runsView = z.strictObject({
  /** in MLflow's grammar */
  filter: plainText(10_000).default(""),
  /** one clause of order_by; null: newest first */
  order: plainText(1000).nullable().default(null),
  /** null: those that tell most */
  columns: z.array(runColumn).max(200).nullable().default(null),
  /** those that stay while the others scroll sideways */
  pinned: z.array(runColumn).max(20).default([]),
  /** whether child runs stand among the others */
  trials: z.boolean().default(false),
  /** the parameter by which runs are grouped */
  group: paramKey.nullable().default(null),
});
export type RunsViewInput = z.input<typeof runsView>;
export type RunsView = z.output<typeof runsView>;

const viewName = plainText(100)
  .trim()
  .min(1, "Give the view a name.")
  .regex(/^[^\p{Cc}]*$/u, "Control characters are not allowed.");

export const listSavedViewsInput = z.strictObject({ experiment: z.string().max(500) });
export type ListSavedViewsInput = z.input<typeof listSavedViewsInput>;

export const createSavedViewInput = z.strictObject({
  experiment: z.string().max(500),
  name: viewName,
  view: runsView,
});
export type CreateSavedViewInput = z.input<typeof createSavedViewInput>;

export const updateSavedViewInput = z.strictObject({
  id: z.uuid(),
  name: viewName.optional(),
  view: runsView.optional(),
});
export type UpdateSavedViewInput = z.input<typeof updateSavedViewInput>;

export const savedViewIdInput = z.strictObject({ id: z.uuid() });
export type SavedViewIdInput = z.input<typeof savedViewIdInput>;

/** A view for everyone in the project. */
export interface SavedView {
  id: string;
  name: string;
  view: RunsView;
  createdBy: ActorRecord;
  updatedBy: ActorRecord;
  updatedAt: Date;
}
