import {
  DEFAULT_METRIC,
  FAMILIES,
  LearningError,
  METRICS,
  UnknownColumnError,
  checkPreparing,
  columnNames,
  type MetricKey,
  type Table,
  type Task,
} from "@pipepilot/ml";
import type { PipelineConfig } from "../config/schema";
import { decodeTable } from "../frame/table-frame";
import type { Step, StepResult } from "./step";
import { usableRows } from "./usable-rows";

export interface ValidateInput {
  readonly table: Uint8Array;
  readonly params: ValidateParams;
}

/** The parts of the config that must fit the data. */
export interface ValidateParams extends Pick<PipelineConfig, "target" | "task" | "prepare"> {
  readonly primary_metric: MetricKey | undefined;
  readonly split_by: string;
  readonly slices: readonly string[];
  readonly families: readonly (keyof typeof FAMILIES)[];
}

export type ValidateResult = StepResult<
  never,
  {
    task: Task;
    primaryMetric: MetricKey;
    rows: number;
    /** Rows whose target is known and for which the filter holds: only these can be learned from. */
    usableRows: number;
    classes: (string | number)[] | null;
  }
>;

export function validateParams(config: PipelineConfig): ValidateParams {
  return {
    target: config.target,
    task: config.task,
    primary_metric: config.evaluate.primary_metric,
    prepare: config.prepare,
    split_by: config.split.by,
    slices: config.evaluate.slices ?? [],
    families: [...new Set(config.train.map(({ type }) => type))].sort(),
  };
}

/** Finds out whether the config fits the data, before anything expensive runs. Throws a `LearningError` that says what not. */
export const validate: Step<ValidateInput, ValidateResult> = {
  id: "validate",
  codeVersion: 1,
  run({ table: bytes, params }) {
    const table = decodeTable(bytes);
    const { target, log: leftOut } = usableRows(table, params, params.task);
    const primaryMetric = params.primary_metric ?? DEFAULT_METRIC[target.task];
    checkMetric(primaryMetric, target.task);
    checkFamilies(params.families, target.task);
    checkColumns(table, params);
    checkPreparing(table, params.prepare, params.target);
    const classes = target.classes === null ? null : [...target.classes];
    const log = [
      `Target ${params.target}: ${target.task}${classes ? ` with ${classes.length} classes` : ""}, ${target.rows.length} usable rows.`,
      ...leftOut,
    ];
    return {
      blobs: {},
      facts: {
        task: target.task,
        primaryMetric,
        rows: table.rowCount,
        usableRows: target.rows.length,
        classes,
      },
      log,
    };
  },
};

function checkMetric(metric: MetricKey, task: Task): void {
  if (METRICS[metric].task === task) return;
  const known = Object.entries(METRICS).flatMap(([key, info]) => (info.task === task ? [key] : []));
  throw new LearningError(
    "invalid_config",
    `evaluate.primary_metric: ${metric} does not judge ${task}. Choose one of ${known.join(", ")}.`,
    { metric, task },
  );
}

function checkFamilies(families: ValidateParams["families"], task: Task): void {
  const unfit = families.filter((family) => !FAMILIES[family].tasks.includes(task));
  if (unfit.length > 0)
    throw new LearningError("invalid_config", `train: ${unfit.join(" and ")} cannot learn ${task}.`, {
      task,
    });
}

function checkColumns(table: Table, { prepare: { drop }, split_by, slices, target }: ValidateParams): void {
  const names = columnNames(table);
  for (const name of drop) {
    if (!names.includes(name)) throw new UnknownColumnError(name, names, "prepare.drop");
    if (name === target)
      throw new LearningError("invalid_config", `prepare.drop: the target "${name}" cannot be dropped.`);
  }
  const by = /^(?:time|group):(.+)$/.exec(split_by)?.[1];
  if (by !== undefined && !names.includes(by)) throw new UnknownColumnError(by, names, "split.by");
  const unknown = slices.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UnknownColumnError(unknown, names, "evaluate.slices");
}
