import {
  fitTransformPreparing,
  inferSignature,
  selectRows,
  splitRows,
  type EncodedTarget,
  type FamilyId,
  type Split,
  type Table,
  type Task,
} from "@pipepilot/ml";
import { FAMILY_NEEDS, preparingKey } from "@pipepilot/ml/preparing/family-needs";
import type { PipelineConfig } from "../config/schema";
import { encodePrepared, SIDES, type Side, type SideData, type Variant } from "../frame/prepared-frame";
import { decodeTable } from "../frame/table-frame";
import type { Step, StepResult } from "./step";
import { usableRows } from "./usable-rows";

export interface PrepareInput {
  readonly table: Uint8Array;
  readonly params: PrepareParams;
}

export interface PrepareParams extends Pick<PipelineConfig, "target" | "seed" | "split" | "prepare"> {
  readonly task: Task;
  /** One family for each distinct way of preparing that the candidates need. */
  readonly families: readonly FamilyId[];
}

export type PrepareResult = StepResult<
  "prepared",
  {
    trainRows: number;
    validationRows: number;
    testRows: number;
    /** Rows that the filter leaves out. */
    filteredRows: number;
    features: string[];
  }
>;

/** A family stands for all with the same needs, so that exchanging one for another prepares nothing anew. */
export function prepareParams(config: PipelineConfig, task: Task): PrepareParams {
  const { target, seed, split, prepare, train } = config;
  const byNeeds = new Map<string, FamilyId>();
  for (const family of FAMILY_IDS) {
    const needs = preparingKey(family, prepare);
    const wanted = train.some(({ type }) => preparingKey(type, prepare) === needs);
    if (wanted && !byNeeds.has(needs)) byNeeds.set(needs, family);
  }
  return { target, seed, split, prepare, task, families: [...byNeeds.values()] };
}

const FAMILY_IDS = Object.keys(FAMILY_NEEDS).sort() as FamilyId[];

/** Filters and splits the rows and fits the preparing on the training side only. */
export const prepareStep: Step<PrepareInput, PrepareResult> = {
  id: "prepare",
  codeVersion: 2,
  run({ table: bytes, params }) {
    const table = decodeTable(bytes);
    const { target, filtered, log } = usableRows(table, params, params.task);
    const split = splitUsable(table, target, params);
    const variants = params.families.map((family) => prepareFor(family, table, target, split, params));
    const [{ preparing }] = variants;
    const { task, classes } = target;
    const facts = {
      trainRows: split.train.length,
      validationRows: split.validation.length,
      testRows: split.test.length,
      filteredRows: filtered,
      features: [...preparing.featureNames],
    };
    return {
      blobs: { prepared: encodePrepared({ task, target: params.target, classes, variants }) },
      facts,
      log: [
        ...log,
        `Split by ${params.split.by}: ${facts.trainRows} train, ${facts.validationRows} validation and ${facts.testRows} test rows.`,
        `${facts.features.length} features: ${facts.features.join(", ")}.`,
        ...preparing.notes.map(({ message }) => message),
      ],
    };
  },
};

/** The split over rows that the filter keeps and whose target is known, as indexes into the whole table. */
function splitUsable(table: Table, target: EncodedTarget, params: PrepareParams): Split {
  const all = target.rows.length === table.rowCount;
  const usable = all ? table : selectRows(table, target.rows);
  const split = splitRows(usable, params.split, { seed: params.seed, target: params.target });
  if (all) return split;
  const original = (rows: Int32Array) => rows.map((row) => target.rows[row]);
  return {
    train: original(split.train),
    validation: original(split.validation),
    test: original(split.test),
  };
}

function prepareFor(
  family: FamilyId,
  table: Table,
  target: EncodedTarget,
  split: Split,
  params: PrepareParams,
): Variant {
  const { preparing, x } = fitTransformPreparing(table, split.train, params.prepare, {
    target: params.target,
    family,
    encodedTarget: target,
    seed: params.seed,
  });
  const side = (name: Side): SideData => {
    const rows = split[name];
    return {
      rows,
      // Features of training rows that were made of the target come from other rows than their own.
      x: name === "train" ? x : preparing.transform(selectRows(table, rows)),
      y: Float64Array.from(rows, (row) => target.y[row]),
    };
  };
  const [train, validation, test] = SIDES.map(side);
  const needs = preparingKey(family, params.prepare);
  return {
    families: FAMILY_IDS.filter((each) => preparingKey(each, params.prepare) === needs),
    preparing,
    signature: inferSignature(
      selectRows(table, split.train),
      preparing.inputs.map(({ name }) => name),
      target,
    ),
    sides: { train, validation, test },
  };
}
