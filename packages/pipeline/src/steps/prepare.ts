import {
  encodeTarget,
  fitPreparing,
  inferSignature,
  selectRows,
  splitRows,
  type EncodedTarget,
  type FamilyId,
  type Split,
  type Table,
  type Task,
} from "@pipepilot/ml";
import { FAMILY_NEEDS } from "@pipepilot/ml/preparing/family-needs";
import type { PipelineConfig } from "../config/schema";
import { encodePrepared, SIDES, type SideData, type Variant } from "../frame/prepared-frame";
import { decodeTable } from "../frame/table-frame";
import type { Step, StepResult } from "./step";

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
  { trainRows: number; validationRows: number; testRows: number; features: string[] }
>;

/** A family stands for all with the same needs, so that exchanging one for another prepares nothing anew. */
export function prepareParams(config: PipelineConfig, task: Task): PrepareParams {
  const { target, seed, split, prepare, train } = config;
  const byNeeds = new Map<string, FamilyId>();
  for (const family of FAMILY_IDS) {
    const needs = JSON.stringify(FAMILY_NEEDS[family]);
    const wanted = train.some(({ type }) => JSON.stringify(FAMILY_NEEDS[type]) === needs);
    if (wanted && !byNeeds.has(needs)) byNeeds.set(needs, family);
  }
  return { target, seed, split, prepare, task, families: [...byNeeds.values()] };
}

const FAMILY_IDS = Object.keys(FAMILY_NEEDS).sort() as FamilyId[];

/** Splits the rows and fits the preparing on the training side only. */
export const prepareStep: Step<PrepareInput, PrepareResult> = {
  id: "prepare",
  codeVersion: 1,
  run({ table: bytes, params }) {
    const table = decodeTable(bytes);
    const target = encodeTarget(table, params.target, params.task);
    const split = splitUsable(table, target, params);
    const variants = params.families.map((family) => prepareFor(family, table, target, split, params));
    const [{ preparing }] = variants;
    const { task, classes } = target;
    const facts = {
      trainRows: split.train.length,
      validationRows: split.validation.length,
      testRows: split.test.length,
      features: [...preparing.featureNames],
    };
    return {
      blobs: { prepared: encodePrepared({ task, target: params.target, classes, variants }) },
      facts,
      log: [
        `Split by ${params.split.by}: ${facts.trainRows} train, ${facts.validationRows} validation and ${facts.testRows} test rows.`,
        `${facts.features.length} features: ${facts.features.join(", ")}.`,
        ...preparing.notes.map(({ message }) => message),
      ],
    };
  },
};

/** The split over rows with a known target, as indexes into the whole table. */
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
  const preparing = fitPreparing(table, split.train, params.prepare, { target: params.target, family });
  const side = (rows: Int32Array): SideData => ({
    rows,
    x: preparing.transform(selectRows(table, rows)),
    y: Float64Array.from(rows, (row) => target.y[row]),
  });
  const [train, validation, test] = SIDES.map((name) => side(split[name]));
  const needs = JSON.stringify(FAMILY_NEEDS[family]);
  return {
    families: FAMILY_IDS.filter((each) => JSON.stringify(FAMILY_NEEDS[each]) === needs),
    preparing,
    signature: inferSignature(
      selectRows(table, split.train),
      preparing.inputs.map(({ name }) => name),
      target,
    ),
    sides: { train, validation, test },
  };
}
