import {
  CHANNELS,
  createPipeline,
  getPipeline,
  getPipelineRun,
  isFinished,
  savePipelineConfig,
  startPipelineRun,
  type PipelineRunDetail,
  type ProjectContext,
} from "@pipepilot/domain";
import { parsePipelineConfig } from "@pipepilot/pipeline";
import { SetupError } from "./report";
import type { Source } from "./source";

export interface Day {
  readonly title: string;
  readonly train: string;
}

/** The tutorial's week. */
export const WEEK: readonly Day[] = [
  { title: "100 trees", train: "{ type: random_forest, n_estimators: 100, max_depth: 20 }" },
  { title: "150 trees", train: "{ type: random_forest, n_estimators: 150, max_depth: 20 }" },
  { title: "200 trees", train: "{ type: random_forest, n_estimators: 200, max_depth: 20 }" },
  { title: "gradient boosting", train: "{ type: gradient_boosting }" },
];

/** Runs one day's training through the pipeline and waits for its end. A day that is over already is only read. */
export async function runDay(ctx: ProjectContext, source: Source, index: number): Promise<PipelineRunDetail> {
  const { pipeline } = source;
  const configNumber = await ensureConfig(ctx, source, index);
  const { number } = await startPipelineRun({
    ctx,
    input: {
      pipeline,
      configNumber,
      cause: { kind: "demo" },
      idempotencyKey: `week:${pipeline}:${index}`,
    },
  });
  const run = await untilFinished(ctx, pipeline, number);
  if (run.status === "succeeded") return run;
  throw new SetupError(
    run.error?.code ?? "run_cancelled",
    run.error?.message ?? `Run ${number} of ${pipeline} was cancelled.`,
  );
}

/** The day's config is the pipeline's config of that number; a set-up that was killed finds what it saved. */
async function ensureConfig(ctx: ProjectContext, source: Source, index: number): Promise<number> {
  const { pipeline, dataset, target } = source;
  const number = index + 1;
  const yaml = configYaml(source, WEEK[index]);
  const parsed = parsePipelineConfig(yaml);
  if ("problems" in parsed)
    throw new Error(`The set-up's config is wrong: ${JSON.stringify(parsed.problems)}`);
  const { config } = parsed;
  const exists = await ctx.db.prisma.pipeline.count({ where: { projectId: ctx.project.id, name: pipeline } });
  if (exists === 0) {
    await createPipeline({ ctx, input: { name: pipeline, dataset, yaml, config } });
    return number;
  }
  const known = await getPipeline({ ctx, input: { pipeline } });
  if (known.target !== target)
    throw new SetupError(
      "already_exists",
      `The pipeline ${pipeline} is there already and predicts ${known.target}, not ${target}. Rename the file, or start over with --reset.`,
    );
  if (known.configs.some((each) => each.number === number)) return number;
  return (await savePipelineConfig({ ctx, input: { pipeline, yaml, config } })).number;
}

function configYaml({ dataset, target, model }: Source, { train }: Day): string {
  return [
    `dataset: ${JSON.stringify(dataset)}`,
    `target: ${JSON.stringify(target)}`,
    "seed: 42",
    "split: { test: 0.2, validation: 0.1, by: row_hash }",
    `train: ${train}`,
    `register: { model: ${JSON.stringify(model)}, policy: always }`,
    "",
  ].join("\n");
}

/** Reads the run again whenever something changes, and every second in case a notice was lost. */
async function untilFinished(
  ctx: ProjectContext,
  pipeline: string,
  number: number,
): Promise<PipelineRunDetail> {
  let wake = (): void => undefined;
  const subscription = ctx.db.listener.subscribe(CHANNELS.live, () => wake());
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        wake = () => (clearTimeout(timer), resolve());
      });
      const run = await getPipelineRun({ ctx, input: { pipeline, number } });
      if (isFinished(run.status)) return run;
      await changed;
    }
  } finally {
    subscription.unsubscribe();
  }
}
