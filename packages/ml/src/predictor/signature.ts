import type { Task } from "../family";
import type { Column, DataType, Table } from "../table";

/** One column of MLflow's model signature. */
export interface ColumnSpec {
  readonly name: string;
  readonly type: DataType;
  /** False when training itself had rows without it: requests may then leave it out. */
  readonly required: boolean;
}

export interface OutputSpec {
  readonly type: DataType;
  readonly required: true;
}

export interface Signature {
  readonly inputs: readonly ColumnSpec[];
  readonly outputs: readonly OutputSpec[];
}

/** The signature as MLflow writes it into `MLmodel`: each side is JSON text. */
export interface MlflowSignature {
  readonly inputs: string;
  readonly outputs: string;
  readonly params: null;
}

/** The signature of a model that reads these columns of the training table. */
export function inferSignature(
  table: Table,
  inputColumns: readonly string[],
  target: { readonly task: Task; readonly classes: readonly (string | number)[] | null },
): Signature {
  const wanted = new Set(inputColumns);
  return {
    inputs: table.columns.filter((each) => wanted.has(each.name)).map(columnSpec),
    outputs: [{ type: outputType(target), required: true }],
  };
}

export function signatureToMlflow(signature: Signature): MlflowSignature {
  const inputs = signature.inputs.map(({ name, type, required }) => ({ type, name, required }));
  return { inputs: JSON.stringify(inputs), outputs: JSON.stringify(signature.outputs), params: null };
}

function columnSpec(column: Column): ColumnSpec {
  const type = column.dataType ?? (column.kind === "number" ? "double" : "string");
  return { name: column.name, type, required: !hasMissing(column) };
}

function hasMissing(column: Column): boolean {
  return column.kind === "number" ? column.values.some(Number.isNaN) : column.codes.some((code) => code < 0);
}

function outputType({
  task,
  classes,
}: {
  task: Task;
  classes: readonly (string | number)[] | null;
}): DataType {
  if (task === "regression") return "double";
  return classes !== null && classes.every((label) => typeof label === "number") ? "long" : "string";
}
