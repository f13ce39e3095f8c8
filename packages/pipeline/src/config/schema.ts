import { METRICS, DEFAULT_METRIC, isMetricKey, prepareConfigSchema, splitConfigSchema } from "@pipepilot/ml";
import { z } from "zod";
import { candidatesSchema } from "./candidates";
import { joinSchema } from "./join";
import { checkTune, tuneSchema } from "./tune";

const name = z.string().trim().min(1).max(200);

const configShape = z.strictObject({
  dataset: name.describe("The dataset the pipeline reads"),
  target: name.describe("The column to predict"),
  task: z.enum(["regression", "classification"]).optional().describe("Inferred from the target when absent"),
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(42).describe("Decides every random choice"),
  join: joinSchema.optional().describe("Columns of other datasets, brought in before anything else"),
  split: splitConfigSchema.prefault({}),
  prepare: prepareConfigSchema.prefault({}),
  train: candidatesSchema,
  tune: tuneSchema.optional().describe("Searches the candidates' parameters before they are trained"),
  evaluate: z
    .strictObject({
      primary_metric: z
        .string()
        .refine(isMetricKey, { error: `must be one of ${Object.keys(METRICS).join(", ")}` })
        .optional()
        .describe("Decides which candidate is best; rmse for regression, f1 for classification when absent"),
      slices: z
        .array(z.string().min(1))
        .max(20)
        .optional()
        .describe("Columns to judge the candidates by group of; the most important inputs when absent"),
    })
    .prefault({}),
  register: z
    .strictObject({
      model: name.optional().describe("The registered model; <dataset>_predictor when absent"),
      policy: z
        .enum(["always", "if_better", "never"])
        .default("always")
        .describe("Which candidates become model versions"),
    })
    .prefault({}),
  promote: z
    .strictObject({
      to: z.enum(["Development", "Staging", "Production"]).describe("The stage the best version moves to"),
      when: z.enum(["better", "always", "never"]).default("better"),
      margin: z.number().min(0).default(0).describe("How much better it must be, in units of the metric"),
    })
    .optional(),
  enable_mlflow: z.boolean().default(true).describe("false: nothing is registered"),
});

/** The pipeline config: unknown keys are errors, and every default is filled in. */
export const pipelineConfigSchema = configShape.transform((config, context) => {
  const metric = config.evaluate.primary_metric;
  if (metric !== undefined && config.task !== undefined && METRICS[metric].task !== config.task) {
    context.addIssue({
      code: "custom",
      path: ["evaluate", "primary_metric"],
      message: `${metric} judges ${METRICS[metric].task}, but the task is ${config.task}`,
    });
  }
  for (const issue of checkTune(config)) context.addIssue({ ...issue });
  return {
    ...config,
    evaluate: { ...config.evaluate, primary_metric: metric ?? (config.task && DEFAULT_METRIC[config.task]) },
    register: { ...config.register, model: config.register.model ?? `${config.dataset}_predictor` },
  };
});

export type PipelineConfig = z.output<typeof pipelineConfigSchema>;
