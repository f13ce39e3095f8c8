import { z } from "zod";
import { LearningError } from "../errors";
import { familyById } from "../families";
import { preparingFromJSON } from "../preparing/preparing";
import { createPredictor } from "./create-predictor";
import { MODEL_FILE, PIPELINE_FILE, type Predictor, type TrainedPipeline } from "./predictor";
import type { Signature } from "./signature";

const dataType = z.enum(["double", "long", "string", "boolean"]);

const signatureSchema: z.ZodType<Signature> = z.object({
  inputs: z.array(z.object({ name: z.string(), type: dataType, required: z.boolean() })),
  outputs: z.array(z.object({ type: dataType, required: z.literal(true) })),
});

const pipelineSchema = z.object({
  version: z.literal(1),
  task: z.enum(["regression", "classification"]),
  target: z.string(),
  classes: z.array(z.union([z.string(), z.number()])).nullable(),
  family: z.string(),
  preparing: z.unknown(),
  signature: signatureSchema,
});

/** A trained pipeline as files by name. The same pipeline gives the same bytes. */
export function savePredictor({
  task,
  target,
  classes,
  preparing,
  model,
  signature,
}: TrainedPipeline): Record<string, Uint8Array> {
  const pipeline = {
    version: 1,
    task,
    target,
    classes,
    family: model.family,
    preparing: preparing.toJSON(),
    signature,
  };
  return {
    [PIPELINE_FILE]: new TextEncoder().encode(`${JSON.stringify(pipeline, null, 2)}\n`),
    [MODEL_FILE]: model.save(),
  };
}

/** What `savePredictor` saved, ready to answer. Throws `invalid_model` for files that are missing or damaged. */
export function loadPredictor(files: Readonly<Record<string, Uint8Array>>): Predictor {
  const { task, target, classes, family, preparing, signature } = readPipeline(fileOf(files, PIPELINE_FILE));
  return createPredictor({
    task,
    target,
    classes,
    signature,
    preparing: preparingFromJSON(preparing),
    model: familyById(family).load(fileOf(files, MODEL_FILE)),
  });
}

function fileOf(files: Readonly<Record<string, Uint8Array>>, name: string): Uint8Array {
  if (Object.hasOwn(files, name)) return files[name];
  throw new LearningError("invalid_model", `The model bundle has no ${name}.`, { file: name });
}

function readPipeline(bytes: Uint8Array): z.output<typeof pipelineSchema> {
  try {
    return pipelineSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : "it is not JSON";
    throw new LearningError("invalid_model", `${PIPELINE_FILE} cannot be read: ${reason}.`, {
      file: PIPELINE_FILE,
    });
  }
}
