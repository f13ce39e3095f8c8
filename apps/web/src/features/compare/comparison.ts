import { numbersOf, textsOf } from "@pipepilot/domain/run/compare-columns";
import type { ComparedRun, RunComparison, TextColumn } from "@pipepilot/domain/run/compare-schema";
import type { ExperimentRef } from "@pipepilot/domain/experiment/schema";
import { metricTitles } from "@/features/metric/metric-format";

export type FieldKind = "run" | "metric" | "param" | "data" | "config" | "code" | "tag";

/** Something runs are compared by: what each of them has of it. */
export interface Field {
  /** As it stands in an address: the kind, a dot, the key. */
  id: string;
  kind: FieldKind;
  key: string;
  label: string;
  /** One for each run: numbers where all are, else texts; undefined where a run has none. */
  values: readonly (number | string | undefined)[];
  /** Parameters and tags as they were logged. */
  texts?: readonly (string | undefined)[];
  numeric: boolean;
  /** A run without a value differs from one with it. */
  differs: boolean;
  /** Different values there are, a missing one not counted. */
  distinct: number;
  present: number;
  /** Metrics: some run logged it step by step. */
  hasSteps: boolean;
  /** Only the beginnings of its texts are here. */
  cut: boolean;
  /** Numbers that are milliseconds: of a duration, or since 1970. */
  unit?: "duration" | "time";
}

/** A comparison ready to be drawn. */
export interface Comparison {
  runs: readonly ComparedRun[];
  experiments: readonly ExperimentRef[];
  /** Whose primary metric is the main one: the first run's. */
  experiment: ExperimentRef;
  fields: ReadonlyMap<string, Field>;
  missing: readonly string[];
}

/** Tags in which MLflow's clients say what code ran. */
const CODE_TAG = /^mlflow\.(source|project|gitRepoURL|docker|databricks\.gitRepo)/;

export function readComparison(comparison: RunComparison): Comparison {
  const { runs, experiments, missing } = comparison;
  const count = runs.length;
  const ofTexts = (kind: FieldKind, columns: readonly TextColumn[]) =>
    columns.map((column) => {
      const texts = textsOf(column, count);
      const numbers = kind === "param" ? numbersIn(texts) : undefined;
      const field = fieldOf(kind, column.key, numbers ?? texts);
      // Two long texts may differ in what is not here of them, and 1 is written otherwise than 1.0.
      const differs = column.values.length > 1 || field.present < count;
      return { ...field, texts, cut: column.cut, differs };
    });
  const titleOf = metricTitles(comparison.metrics.map(({ key }) => key));
  const fields: Field[] = [
    ...runFields(comparison),
    ...comparison.metrics.map((column) => ({
      ...fieldOf("metric", column.key, numbersOf(column, count), titleOf(column.key)),
      hasSteps: column.hasSteps,
    })),
    ...ofTexts("param", comparison.params),
    ...dataFields(runs),
    ...configFields(runs),
    ...ofTexts("code", [
      ...comparison.environment,
      ...comparison.tags.filter(({ key }) => CODE_TAG.test(key)),
    ]),
    ...ofTexts(
      "tag",
      comparison.tags.filter(({ key }) => !CODE_TAG.test(key)),
    ),
  ];
  return {
    runs,
    experiments,
    experiment: experiments[runs[0].experiment],
    fields: new Map(fields.map((field) => [field.id, field])),
    missing,
  };
}

function fieldOf(
  kind: FieldKind,
  key: string,
  values: readonly (number | string | undefined)[],
  label = key,
): Field {
  const present = values.filter((value) => value !== undefined);
  const distinct = new Set(present).size;
  return {
    id: `${kind}.${key}`,
    kind,
    key,
    label,
    values,
    numeric: present.length > 0 && present.every((value) => typeof value === "number"),
    differs: new Set(values).size > 1,
    distinct,
    present: present.length,
    hasSteps: false,
    cut: false,
  };
}

function runFields({ runs, experiments }: RunComparison): Field[] {
  const texts = (key: string, label: string, read: (run: ComparedRun) => string | undefined) =>
    fieldOf("run", key, runs.map(read), label);
  return [
    ...(experiments.length > 1
      ? [texts("experiment", "Experiment", ({ experiment }) => experiments[experiment].name)]
      : []),
    texts("status", "Status", ({ status }) => status),
    {
      ...fieldOf(
        "run",
        "started",
        runs.map(({ startTime }) => startTime.getTime()),
        "Started",
      ),
      unit: "time",
    },
    {
      ...fieldOf(
        "run",
        "duration",
        runs.map(({ durationMs }) => durationMs ?? undefined),
        "Duration",
      ),
      unit: "duration",
    },
    texts("by", "Started by", ({ createdBy }) => createdBy),
    texts(
      "version",
      "Registered as",
      ({ versions }) => versions.map(({ model, number }) => `${model} v${number}`).join(", ") || undefined,
    ),
  ];
}

/** A line for each thing data was read for; a run may have read several datasets for one. */
function dataFields(runs: readonly ComparedRun[]): Field[] {
  const contexts = [...new Set(runs.flatMap(({ inputs }) => inputs.map(({ context }) => context)))];
  return contexts.map((context) =>
    fieldOf(
      "data",
      context,
      runs.map(
        ({ inputs }) =>
          inputs
            .flatMap((input) =>
              input.context === context
                ? [`${input.dataset} ${input.number === null ? `#${input.digest}` : `v${input.number}`}`]
                : [],
            )
            .join(", ") || undefined,
      ),
      context === "" ? "Data" : `Data of ${context}`,
    ),
  );
}

function configFields(runs: readonly ComparedRun[]): Field[] {
  if (runs.every(({ pipelineRun }) => pipelineRun === null)) return [];
  return [
    fieldOf(
      "config",
      "config",
      runs
        .map(
          ({ pipelineRun: of }) => of && `${of.pipeline} config ${of.config} #${of.configHash.slice(0, 8)}`,
        )
        .map((text) => text ?? undefined),
      "Pipeline config",
    ),
    fieldOf(
      "config",
      "pipelineRun",
      runs.map(({ pipelineRun: of }) => (of ? `${of.pipeline} run ${of.number}` : undefined)),
      "Pipeline run",
    ),
  ];
}

/** The texts as numbers where all are and one at least is finite; Python's "nan" and "inf" are numbers. */
export function numbersIn(texts: readonly (string | undefined)[]): (number | undefined)[] | undefined {
  const numbers: (number | undefined)[] = [];
  for (const text of texts) {
    const number = text === undefined ? undefined : numberIn(text);
    if (text !== undefined && number === undefined) return undefined;
    numbers.push(number);
  }
  return numbers.some((number) => number !== undefined && Number.isFinite(number)) ? numbers : undefined;
}

function numberIn(text: string): number | undefined {
  const word = text.trim().toLowerCase();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(word)) return Number(word);
  if (word === "nan") return NaN;
  const [, sign] = /^([+-]?)(inf|infinity)$/.exec(word) ?? [];
  return sign === undefined ? undefined : sign === "-" ? -Infinity : Infinity;
}
