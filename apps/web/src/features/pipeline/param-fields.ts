import { z } from "zod";
import { FAMILIES } from "@pipepilot/ml/families/index";
import type { FamilyId, Task } from "@pipepilot/ml/family";

/** One parameter of a model family as a form shows it. Plain data, so that it can cross to the browser. */
export interface ParamField {
  readonly name: string;
  readonly hint: string;
  readonly kind: "number" | "choice" | "boolean" | "list" | "mixed";
  /** What the family takes when the config does not say. */
  readonly default: unknown;
  /** May be "none". */
  readonly nullable: boolean;
  /** The words it may be; of "mixed" fields besides numbers. */
  readonly options: readonly string[];
}

export interface FamilyForm {
  readonly id: FamilyId;
  readonly title: string;
  readonly tasks: readonly Task[];
  /** What one changes first. */
  readonly main: readonly ParamField[];
  readonly more: readonly ParamField[];
}

const schemaNode = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.json().optional(),
  enum: z.array(z.string()).optional(),
  get anyOf() {
    return z.array(schemaNode).optional();
  },
});
type SchemaNode = z.infer<typeof schemaNode>;
const objectNode = z.looseObject({ properties: z.record(z.string(), schemaNode) });

const MAIN = ["n_estimators", "max_depth", "learning_rate", "hidden_layer_sizes", "max_iter", "alpha", "C"];
/** How many parameters stand in view. */
const MAIN_COUNT = 3;

/** Every model family with its parameters, straight from the family table: a new family has its form at once. */
export function familyForms(): FamilyForm[] {
  return Object.values(FAMILIES).map(({ id, title, tasks, params }) => {
    const fields = paramFields(params);
    const byRank = [...fields].filter(({ name }) => MAIN.includes(name)).sort((a, b) => rank(a) - rank(b));
    const main = (byRank.length > 0 ? byRank : fields).slice(0, MAIN_COUNT);
    return { id, title, tasks, main, more: fields.filter((field) => !main.includes(field)) };
  });
}

const rank = ({ name }: ParamField) => MAIN.indexOf(name);

/** The fields of a family's parameters, in the order the family lists them. */
export function paramFields(params: z.ZodType): ParamField[] {
  const { properties } = objectNode.parse(z.toJSONSchema(params, { io: "input" }));
  return Object.entries(properties).map(([name, node]) => {
    const parts = leaves(node);
    const options = parts.flatMap((part) => part.enum ?? []);
    return {
      name,
      // An empty field means "as the family has it by default", so nothing at all has a word of its own.
      hint: (node.description ?? "").replace("empty:", "none:").replace(/\.$/, ""),
      kind: kindOf(parts, options),
      default: node.default,
      nullable: parts.some(({ type }) => type === "null"),
      options,
    };
  });
}

function leaves(node: SchemaNode): SchemaNode[] {
  return node.anyOf ? node.anyOf.flatMap(leaves) : [node];
}

function kindOf(parts: readonly SchemaNode[], options: readonly string[]): ParamField["kind"] {
  const types = new Set(parts.map(({ type }) => type));
  if (types.has("boolean")) return "boolean";
  if (types.has("array")) return "list";
  const hasNumber = types.has("number") || types.has("integer");
  if (options.length === 0) return "number";
  return hasNumber ? "mixed" : "choice";
}
