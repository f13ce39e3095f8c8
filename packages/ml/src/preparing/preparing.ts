import { z } from "zod";
import { LearningError, UnknownColumnError } from "../errors";
import type { CategoricalFeature } from "../family";
import type { Matrix } from "../matrix";
import { columnNames, type Column, type Table } from "../table";
import type { PrepareConfig } from "./config";
import { derivedColumn, type DerivedColumn } from "./derived-columns";
import { featureWriter, type FeatureWriter } from "./features";
import type {
  FeatureOrigin,
  FittedPreparing,
  InputColumn,
  PreparingJSON,
  PreparingNote,
  UnseenCategory,
} from "./fitted-preparing";
import { preparingSchema } from "./preparing-json";

/** Preparing from its plain JSON. Throws `invalid_model` when that is not what `toJSON` writes. */
export function preparingFromJSON(json: unknown): FittedPreparing {
  const parsed = preparingSchema.safeParse(json);
  if (!parsed.success) {
    throw new LearningError(
      "invalid_model",
      `The preparing of this model cannot be read: ${z.prettifyError(parsed.error)}`,
    );
  }
  return new Preparing(parsed.data);
}

class Preparing implements FittedPreparing {
  readonly config: PrepareConfig;
  readonly target: string;
  readonly inputs: readonly InputColumn[];
  readonly notes: readonly PreparingNote[];
  readonly origins: readonly FeatureOrigin[];
  readonly featureNames: readonly string[];
  readonly categorical: readonly CategoricalFeature[];
  private readonly writers: readonly FeatureWriter[];
  private readonly derived: readonly DerivedColumn[];

  constructor(private readonly json: PreparingJSON) {
    this.config = json.config;
    this.target = json.target;
    this.inputs = json.inputs;
    this.notes = json.notes;
    this.writers = json.features.map(featureWriter);
    this.derived = json.derived.map(derivedColumn);
    this.origins = uniqueNames(this.writers.flatMap((writer) => writer.origins));
    this.featureNames = this.origins.map(({ feature }) => feature);
    let next = 0;
    this.categorical = json.features.flatMap((each, index) => {
      const feature = next;
      next += this.writers[index].width;
      return each.kind === "ordinal" && each.native ? [{ feature, cardinality: each.categories.length }] : [];
    });
  }

  transform(table: Table, unseen?: UnseenCategory[]): Matrix {
    const data = new Float64Array(table.rowCount * this.featureNames.length);
    this.transformInto(table, data, unseen);
    return { rowCount: table.rowCount, featureNames: this.featureNames, data };
  }

  transformInto(table: Table, out: Float64Array, unseen?: UnseenCategory[]): void {
    const columns = this.columnsOf(table);
    const stride = this.featureNames.length;
    let offset = 0;
    for (const writer of this.writers) {
      const source = columns.get(writer.column);
      if (!source) throw new UnknownColumnError(writer.column, columnNames(table));
      writer.write(source, table.rowCount, out, offset, stride, unseen);
      offset += writer.width;
    }
  }

  toJSON(): PreparingJSON {
    return this.json;
  }

  private columnsOf(table: Table): Map<string, Column> {
    const columns = new Map<string, Column>();
    for (const each of table.columns) columns.set(each.name, each);
    for (const each of this.derived) {
      columns.set(each.name, each.compute([...columns.values()], table.rowCount));
    }
    return columns;
  }
}

/** A column "a" with the category "b_c" and a column "a_b" with "c" would share a name. */
function uniqueNames(origins: readonly FeatureOrigin[]): FeatureOrigin[] {
  const taken = new Set<string>();
  return origins.map((origin) => {
    let feature = origin.feature;
    for (let n = 2; taken.has(feature); n++) feature = `${origin.feature}_${n}`;
    taken.add(feature);
    return { ...origin, feature };
  });
}
