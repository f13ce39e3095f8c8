import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { storableText } from "../text";
import { modelSignature, SIGNATURE_TYPES, UNKNOWN_TASK, type ModelSignature } from "./schema";

/** The file that makes a directory an MLflow model. */
export const MLMODEL_FILE = "MLmodel";
/** What a larger file says is not read. */
export const MLMODEL_BYTES = 4 * 1024 * 1024;

export interface ModelDescription {
  readonly family: string;
  readonly task: string;
  readonly signature: ModelSignature;
}

/** What is said of a model that does not describe itself. */
export const UNDESCRIBED: ModelDescription = {
  family: "unknown",
  task: UNKNOWN_TASK,
  signature: { inputs: [], outputs: [] },
};

const GENERIC = "python_function";
/** Our own pipelines' flavor: it names family and task. */
const OURS = "pipepilot";

const described = z.object({
  flavors: z.record(z.string(), z.unknown()),
  signature: z.object({ inputs: z.unknown(), outputs: z.unknown() }).partial().nullish().catch(null),
});
const ourFlavor = z.object({
  family: z.string().min(1).max(100),
  task: z.enum(["regression", "classification"]),
});

/** Reads an `MLmodel` file. It is a client's: whatever is in it, reading ends in a description. */
export function describeModel(text: string): ModelDescription {
  const parsed = described.safeParse(yamlOrNull(text));
  if (!parsed.success) return UNDESCRIBED;
  const { flavors, signature } = parsed.data;
  return {
    ...familyOf(flavors),
    signature: { inputs: readInputs(signature?.inputs), outputs: readOutputs(signature?.outputs) },
  };
}

function yamlOrNull(text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: 100, logLevel: "silent" });
  } catch {
    return null;
  }
}

function familyOf(flavors: Record<string, unknown>): Pick<ModelDescription, "family" | "task"> {
  const ours = ourFlavor.safeParse(flavors[OURS]);
  if (ours.success) return ours.data;
  const names = Object.keys(flavors);
  const own = names.find((name) => name !== GENERIC);
  const family = own ?? (names.length > 0 ? "pyfunc" : UNDESCRIBED.family);
  return { family: storableText(family).slice(0, 100), task: UNKNOWN_TASK };
}

const columns = z.array(
  z.object({ name: z.string().optional(), type: z.string(), required: z.boolean().default(true) }),
);

/** Each side of a signature is JSON text in the YAML. */
function readColumns(side: unknown) {
  if (typeof side !== "string") return [];
  try {
    const parsed = columns.safeParse(JSON.parse(side));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** What has no name is told apart by its place, as in a table without a header. */
function readInputs(side: unknown): ModelSignature["inputs"] {
  return keptOrNone(
    modelSignature.shape.inputs,
    readColumns(side).map(({ name, type, required }, index) => ({
      name: name ?? String(index),
      type: knownType(type),
      required,
    })),
  );
}

function readOutputs(side: unknown): ModelSignature["outputs"] {
  return keptOrNone(
    modelSignature.shape.outputs,
    readColumns(side).map(({ name, type, required }) => ({
      ...(name === undefined ? {} : { name }),
      type: knownType(type),
      required,
    })),
  );
}

function keptOrNone<Row>(schema: z.ZodType<Row[]>, rows: unknown[]): Row[] {
  const parsed = schema.safeParse(rows);
  return parsed.success ? parsed.data : [];
}

const knownType = (type: string) => SIGNATURE_TYPES.find((each) => each === type) ?? "any";
