import type { Prisma } from "@pipepilot/db";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { DomainError, notFound } from "../errors";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation, transact } from "../transact";
import { canonicalHash } from "./canonical-json";
import { assertConfigFits } from "./check-columns";
import { findLatestPassed } from "./find";
import { createPipelineInput, type CreatePipelineInput } from "./schema";

/**
 * Creates a pipeline on a dataset with its first config. From then on every new version of the dataset starts it.
 * Columns that the latest version does not have and a target it shows to be useless are refused before anything is made.
 * @throws DomainError not_found (dataset), config_invalid, column_not_found, target_unusable, already_exists
 */
export async function createPipeline({
  ctx,
  input,
}: Call<ProjectContext, CreatePipelineInput>): Promise<{ id: string; name: string }> {
  authorise(ctx, "pipeline:write");
  const { name, dataset: datasetName, yaml, config } = parse(createPipelineInput, input);
  assertSameDataset(config.dataset, datasetName);
  const projectId = ctx.project.id;
  try {
    return await transact(ctx, async (tx) => {
      const dataset = await tx.dataset.findUnique({
        where: { projectId_name: { projectId, name: datasetName } },
      });
      if (!dataset) throw notFound("dataset", datasetName);
      const latest = await findLatestPassed(tx, projectId, dataset.id);
      if (latest) assertConfigFits(latest, datasetName, config);
      const pipeline = await tx.pipeline.create({ data: { projectId, name, datasetId: dataset.id } });
      await tx.pipelineConfig.create({
        data: {
          projectId,
          pipelineId: pipeline.id,
          number: 1,
          yaml,
          parsed: config as Prisma.InputJsonObject,
          hash: canonicalHash(config),
          createdBy: actorRecord(ctx.actor),
        },
      });
      await recordEvent(tx, ctx, "pipeline/created", { pipelineId: pipeline.id, pipeline: name });
      await announce(tx, ctx, { noun: "pipeline", id: pipeline.id });
      return { id: pipeline.id, name };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new DomainError("already_exists", `A pipeline named "${name}" exists already.`, { name });
    throw error;
  }
}

/** A config that reads another dataset than its pipeline listens to would never run on new data. */
export function assertSameDataset(configured: string, dataset: string): void {
  if (configured === dataset) return;
  throw new DomainError(
    "config_invalid",
    `dataset: the config reads "${configured}", but the pipeline's dataset is "${dataset}".`,
    { problems: [{ path: "dataset", message: `must be "${dataset}"` }] },
  );
}
