import { z } from "zod";
import { LearningError, UnknownColumnError } from "../errors";
import { evaluateExpression } from "../expression/evaluate";
import { parseExpression } from "../expression/parse";
import type { Expression } from "../expression/tree";
import type { Matrix } from "../matrix";
import { columnNames, type Column, type Table } from "../table";
import { prepareConfigSchema, type PrepareConfig } from "./config";
import { featureWriter, type FeatureWriter } from "./features";
import type {
  FeatureOrigin,
  FittedPreparing,
  InputColumn,
  PreparingJSON,
  PreparingNote,
  UnseenCategory,
} from "./fitted-preparing";

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
  private readonly writers: readonly FeatureWriter[];
  private readonly derived: readonly { readonly name: string; readonly expression: Expression }[];

  constructor(private readonly json: PreparingJSON) {
    this.config = json.config;
    this.target = json.target;
    this.inputs = json.inputs;
    this.notes = json.notes;
    this.writers = json.features.map(featureWriter);
    this.derived = json.derived.map(({ name, expression }) => ({
      name,
      expression: parseExpression(expression),
    }));
    this.origins = uniqueNames(this.writers.flatMap((writer) => writer.origins));
    this.featureNames = this.origins.map(({ feature }) => feature);
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
    for (const { name, expression } of this.derived) {
      const values = evaluateExpression(expression, {
        rowCount: table.rowCount,
        columns: [...columns.values()],
      });
      columns.set(name, { name, kind: "number", values });
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

const scaling = { center: z.number(), scale: z.number().positive() };
const categories = { column: z.string(), fill: z.string(), categories: z.array(z.string()) };

const preparingSchema: z.ZodType<PreparingJSON> = z.strictObject({
  version: z.literal(1),
  config: prepareConfigSchema,
  target: z.string(),
  inputs: z.array(
    z.strictObject({ name: z.string(), kind: z.enum(["number", "category"]), nullable: z.boolean() }),
  ),
  derived: z.array(z.strictObject({ name: z.string(), expression: z.string() })),
  features: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("number"),
        column: z.string(),
        clip: z.tuple([z.number(), z.number()]).nullable(),
        fill: z.number().nullable(),
        ...scaling,
      }),
      z.strictObject({ kind: z.literal("one_hot"), ...categories, rareFeature: z.boolean() }),
      z.strictObject({ kind: z.literal("ordinal"), ...categories, ...scaling }),
    ]),
  ),
  notes: z.array(
    z.strictObject({
      column: z.string(),
      reason: z.enum(["identifier", "all_missing", "rare_categories"]),
      message: z.string(),
    }),
  ),
});
