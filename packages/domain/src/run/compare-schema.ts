import { z } from "zod";
import type { ExperimentRef } from "../experiment/schema";
import type { ModelVersionRef } from "../model/schema";
import { metricKey } from "./keys";
import type { RunStatusName } from "./schema";
import { stepText } from "./step";

export const MOST_COMPARED_RUNS = 500;

/** Hexadecimal digits that stand for a run's id where 500 of them have to fit into an address. */
export const SHORT_ID_DIGITS = 12;

const runRef = z
  .string()
  .regex(
    new RegExp(`^([0-9a-f]{${SHORT_ID_DIGITS}}|[0-9a-f]{32})$`),
    `A run id has 32 hexadecimal digits, its short form the first ${SHORT_ID_DIGITS}.`,
  );

const comparedRunIds = z
  .array(runRef)
  .min(2, "Choose at least two runs.")
  .max(MOST_COMPARED_RUNS, `Choose at most ${MOST_COMPARED_RUNS} runs.`);

export const compareRunsInput = z.strictObject({ runIds: comparedRunIds });
export type CompareRunsInput = z.input<typeof compareRunsInput>;

export const MOST_COMPARED_CURVES = 6;

export const compareCurvesInput = z.strictObject({
  runIds: comparedRunIds,
  keys: z
    .array(metricKey)
    .min(1, "Choose a metric.")
    .max(MOST_COMPARED_CURVES, `Choose at most ${MOST_COMPARED_CURVES} metrics.`),
  /** Of each run and metric; longer histories are thinned evenly, first and last kept. */
  maxPoints: z.int().min(2).max(2500).default(300),
  /** Only points of these steps, both included. */
  steps: z
    .strictObject({ from: stepText, to: stepText })
    .refine(({ from, to }) => from <= to, "The first step is after the last.")
    .optional(),
});
export type CompareCurvesInput = z.input<typeof compareCurvesInput>;

/** What a run read: one of our dataset versions, or a dataset as an MLflow client described it. */
export interface ComparedInput {
  /** training, evaluation or what the client called it; empty where it said nothing */
  context: string;
  dataset: string;
  /** null for a dataset that is not kept here */
  number: number | null;
  /** of the content */
  digest: string;
}

export interface ComparedRun {
  id: string;
  name: string;
  /** Place in `experiments`. */
  experiment: number;
  status: RunStatusName;
  startTime: Date;
  /** null while it runs */
  durationMs: number | null;
  createdBy: string;
  pipelineRun: { pipeline: string; number: number; config: number; configHash: string } | null;
  versions: ModelVersionRef[];
  /** Best of its experiment by the primary metric. */
  isBest: boolean;
  inputs: ComparedInput[];
}

/** Texts of one key: each of its values once, by the first run that has it. */
export interface TextColumn {
  key: string;
  values: string[];
  /** The places in `runs` of each value, parted by commas, those of one value from the next by semicolons. */
  places: string;
  /** Whether some of the values are only the beginnings of longer texts. */
  cut: boolean;
}

/** How much of a text is sent. */
export const MOST_COMPARED_TEXT = 500;

/** Numbers of one key, one for each run in their order, parted by commas; nothing where a run has none. */
export interface NumberColumn {
  key: string;
  /** As one text: an array of a hundred thousand numbers is slow to send where NaN has to survive. */
  values: string;
  /** Whether some run logged it at a later step than the first. */
  hasSteps: boolean;
}

export interface RunComparison {
  /** In the order asked for. */
  runs: ComparedRun[];
  experiments: ExperimentRef[];
  params: TextColumn[];
  /** Latest values, NaN and infinities included. */
  metrics: NumberColumn[];
  tags: TextColumn[];
  environment: TextColumn[];
  /** What was asked for and is not there (any more). */
  missing: string[];
}

/** A run's history of one metric; numbers parted by commas. */
export interface ComparedCurve {
  /** Place of the run among those asked for that are there. */
  run: number;
  key: string;
  /** Points there are of the steps asked for; more than are here where it was thinned. */
  total: number;
  /** The whole number that the steps are counted from: 0, or the first where doubles would not hold them. */
  origin: string;
  steps: string;
  values: string;
  /** When its first point was logged, in milliseconds since 1970. */
  begin: number;
  /** milliseconds since then */
  times: string;
}
