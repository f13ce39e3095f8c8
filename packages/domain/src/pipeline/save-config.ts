import type { Prisma } from "@pipepilot/db";
import { actorRecord, type Call, type ProjectContext } from "../context";
import { announce, recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { canonicalHash } from "./canonical-json";
import { assertKnownColumns } from "./check-columns";
import { assertSameDataset } from "./create";
import { findLatestPassed, findPipeline, lockPipeline } from "./find";
import { savePipelineConfigInput, type SavePipelineConfigInput } from "./schema";

export interface SavedConfig {
  number: number;
  hash: string;
  /** False where the latest config says the same already, and nothing was written. */
  saved: boolean;
}

/**
 * Saves the next config of a pipeline; the text of the latest one again makes no new number.
 * @throws DomainError not_found, config_invalid, column_not_found, target_unusable (not a column)
 */
export async function savePipelineConfig({
  ctx,
  input,
}: Call<ProjectContext, SavePipelineConfigInput>): Promise<SavedConfig> {
  authorise(ctx, "pipeline:write");
  const { pipeline: name, yaml, config } = parse(savePipelineConfigInput, input);
  const hash = canonicalHash(config);
  return transact(ctx, async (tx) => {
    const pipeline = await findPipeline(ctx, name, tx);
    assertSameDataset(config.dataset, pipeline.dataset.name);
    const version = await findLatestPassed(tx, ctx.project.id, pipeline.dataset.id);
    if (version) assertKnownColumns(version, pipeline.dataset.name, config);
    await lockPipeline(tx, ctx, pipeline.id);
    const scope = { projectId: ctx.project.id, pipelineId: pipeline.id };
    const latest = await tx.pipelineConfig.findFirst({ where: scope, orderBy: { number: "desc" } });
    if (latest?.hash === hash && latest.yaml === yaml) {
      return { number: latest.number, hash, saved: false };
    }
    const number = (latest?.number ?? 0) + 1;
    await tx.pipelineConfig.create({
      data: {
        ...scope,
        number,
        yaml,
        parsed: config as Prisma.InputJsonObject,
        hash,
        createdBy: actorRecord(ctx.actor),
      },
    });
    await recordEvent(tx, ctx, "pipeline-config/saved", { pipelineId: pipeline.id, pipeline: name, number });
    await announce(tx, ctx, { noun: "pipeline", id: pipeline.id });
    return { number, hash, saved: true };
  });
}
