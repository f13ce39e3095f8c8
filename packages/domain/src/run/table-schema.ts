import { z } from "zod";
import type { ExperimentRef } from "../experiment/schema";
import { pageLimit } from "../page";
import { plainText } from "../text";
import { metricKey, paramKey, runId, tagKey } from "./keys";
import type { RunSummary } from "./schema";

/** Which runs a table of an experiment's runs shows, in the words of MLflow's searches. */
export const tableScope = {
  experiment: z.string().max(500),
  filter: plainText(100_000).default(""),
  /** Absent: those outside the trash. */
  trash: z.boolean().default(false),
  /** Whether runs that name a parent, such as a search's trials, stand in the table too. */
  children: z.boolean().default(true),
};
const orderBy = z.array(plainText(1000)).max(20).default([]);
const columnKeys = { metrics: z.array(metricKey), params: z.array(paramKey), tags: z.array(tagKey) };

/** As many columns as anybody reads. */
const MOST_COLUMNS = 200;
const shownKeys = z.strictObject({
  metrics: columnKeys.metrics.max(MOST_COLUMNS).default([]),
  params: columnKeys.params.max(MOST_COLUMNS).default([]),
  tags: columnKeys.tags.max(MOST_COLUMNS).default([]),
});
/** The keys of which a table shows the values: a run may have thousands of others. */
export type ShownKeys = z.output<typeof shownKeys>;

export const listRunsInput = z.strictObject({
  ...tableScope,
  orderBy,
  keys: shownKeys.prefault({}),
  /** A position may hold the longest values there are. */
  cursor: z.string().max(50_000).optional(),
  limit: pageLimit(100, 200),
});
export type ListRunsInput = z.input<typeof listRunsInput>;

export interface RunPage {
  experiment: ExperimentRef;
  /** With the values of the keys asked for. */
  items: RunSummary[];
  nextCursor: string | null;
}

export const outlineRunsInput = z.strictObject({ ...tableScope, orderBy, step: pageLimit(100, 1000) });
export type OutlineRunsInput = z.input<typeof outlineRunsInput>;

/** A table reaches so far down; of more runs a filter finds the right ones. */
export const MOST_ROWS = 200_000;

/** How long a table is, and where its pages begin: what is needed to jump into its middle. */
export interface RunOutline {
  total: number;
  /** Whether there are more than `total`. */
  capped: boolean;
  /** The cursors of the second and every further page of `step` runs. */
  cursors: string[];
}

export const matchingRunIdsInput = z.strictObject({ ...tableScope, orderBy, limit: pageLimit(1000, 10_000) });
export type MatchingRunIdsInput = z.input<typeof matchingRunIdsInput>;

export const describeRunsInput = z.strictObject({
  experiment: tableScope.experiment,
  trash: tableScope.trash,
  children: tableScope.children,
});
export type DescribeRunsInput = z.input<typeof describeRunsInput>;

/** What a table of runs may show, judged by the newest of them. */
export interface RunDescription {
  metricKeys: string[];
  /** Those that many runs have, not only a few. */
  commonMetrics: string[];
  /** `differs`: not every run has the same value. */
  params: { key: string; differs: boolean }[];
  tagKeys: string[];
  /** Whether any run of the experiment names a parent. */
  hasChildren: boolean;
}

export const findRunKeysInput = z.strictObject({
  kind: z.enum(["metric", "param"]),
  /** What a key must contain, in any case. */
  text: plainText(250).default(""),
  limit: pageLimit(50, 200),
});
export type FindRunKeysInput = z.input<typeof findRunKeysInput>;

export interface FoundRunKeys {
  keys: string[];
  /** Whether there are more. */
  more: boolean;
}

export const findParamValuesInput = z.strictObject({
  param: paramKey,
  /** What a value must contain, in any case. */
  text: plainText(500).default(""),
  limit: pageLimit(20, 200),
});
export type FindParamValuesInput = z.input<typeof findParamValuesInput>;

export interface FoundParamValues {
  values: string[];
}

export const groupRunsInput = z.strictObject({
  ...tableScope,
  param: paramKey,
  metrics: columnKeys.metrics.max(20),
  limit: pageLimit(200, 1000),
});
export type GroupRunsInput = z.input<typeof groupRunsInput>;

/** Of the finite values of a metric; a single one has no deviation, and numbers beyond 1e100 no mean. */
export interface GroupedMetric {
  count: number;
  mean: number | null;
  /** of a sample */
  deviation: number | null;
  min: number | null;
  max: number | null;
}

export interface RunGroup {
  /** null: the runs without the parameter */
  value: string | null;
  runs: number;
  metrics: Record<string, GroupedMetric>;
}

export interface RunGroups {
  groups: RunGroup[];
  /** How many groups there are; more than `groups` where they were cut. */
  total: number;
}

export const exportRunsInput = z.strictObject({
  ...tableScope,
  orderBy,
  /** These runs, whatever the filter says and in the trash or not; absent: every run of the table. */
  runIds: z.array(runId).max(20_000).optional(),
  /** Absent: every metric, parameter and tag that any of the runs has. */
  keys: shownKeys.optional(),
});
export type ExportRunsInput = z.input<typeof exportRunsInput>;

/** So many at once stay far from the time a transaction may take; callers go on with the next. */
export const MOST_RUNS_AT_ONCE = 1000;

export const runIdsInput = z.strictObject({ runIds: z.array(runId).min(1).max(MOST_RUNS_AT_ONCE) });
export type RunIdsInput = z.input<typeof runIdsInput>;
