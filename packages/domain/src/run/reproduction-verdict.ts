import { z } from "zod";
import type { ProjectContext } from "../context";
import { stepOutputs } from "../pipeline/schema";
import { foldMetrics } from "./fold-metrics";
import type { MetricDifference, ReproductionVerdict } from "./reproduction-schema";

interface Row extends MetricDifference {
  steps: number;
  differingSteps: number;
}

/** Compares what was logged of both, bit by bit. What only the reproduction has is no difference. */
export async function judgeReproduction(
  ctx: ProjectContext,
  originalId: string,
  reproducedId: string,
): Promise<ReproductionVerdict> {
  const [rows, steps] = await Promise.all([
    compareMetrics(ctx, originalId, reproducedId),
    compareSteps(ctx, originalId, reproducedId),
  ]);
  const differences = rows.filter(
    ({ original, reproduced, differingSteps }) => original !== reproduced || differingSteps > 0,
  );
  return {
    identical: differences.length === 0,
    compared: rows.length,
    comparedSteps: rows.reduce((sum, row) => sum + row.steps, 0),
    differences,
    ...steps,
  };
}

/** As texts, in which PostgreSQL writes every bit of a float8 and tells 0 from -0. */
async function compareMetrics({ db, project }: ProjectContext, originalId: string, reproducedId: string) {
  for (const runId of [originalId, reproducedId]) await foldMetrics(db.prisma, project.id, runId);
  return db.prisma.$queryRaw<Row[]>`
    WITH point AS (
      SELECT c."runId", c.key, p.step, string_agg(p.value::text, ' ' ORDER BY c.id, p.at) AS value
      FROM "MetricChunk" c, unnest(c.values, c.steps) WITH ORDINALITY AS p(value, step, at)
      WHERE c."projectId" = ${project.id}::uuid AND c."runId" IN (${originalId}, ${reproducedId})
      GROUP BY 1, 2, 3
    ), history AS (
      SELECT key, count(*)::int AS steps, (count(*) FILTER (WHERE one.value <> other.value))::int AS differing
      FROM (SELECT * FROM point WHERE "runId" = ${originalId}) AS one
      JOIN (SELECT * FROM point WHERE "runId" = ${reproducedId}) AS other USING (key, step)
      GROUP BY key
    )
    SELECT m.key, m.value::text AS original, r.value::text AS reproduced,
      coalesce(h.steps, 0) AS steps, coalesce(h.differing, 0) AS "differingSteps"
    FROM "RunMetric" m
    LEFT JOIN "RunMetric" r ON r."projectId" = m."projectId" AND r."runId" = ${reproducedId} AND r.key = m.key
    LEFT JOIN history h ON h.key = m.key
    WHERE m."projectId" = ${project.id}::uuid AND m."runId" = ${originalId}
    ORDER BY m.key COLLATE "C"`;
}

const MODEL_FILE = "model.bin";
const inputParts = z.record(z.string(), z.string());
/** The tracked run itself is another one, and joins are bound to their versions. */
const isOther = (part: string) => part === "input:tracked run" || part.startsWith("join");

/** What the steps that led to both were given and made. */
async function compareSteps(ctx: ProjectContext, originalId: string, reproducedId: string) {
  const [before, now] = await Promise.all([stepsOf(ctx, originalId), stepsOf(ctx, reproducedId)]);
  const changedInputs = [...now].flatMap(([key, step]) => {
    const other = before.get(key);
    if (!other) return [];
    const parts = new Set([...Object.keys(step.parts), ...Object.keys(other.parts)]);
    return [...parts]
      .filter((part) => !isOther(part) && step.parts[part] !== other.parts[part])
      .map((part) => `${key}: ${part.replace(/^input:/, "")}`);
  });
  const models = [before, now].map((steps) => [...steps.values()].find(({ model }) => model !== null)?.model);
  return {
    changedInputs,
    sameModel: models[0] && models[1] ? models[0] === models[1] : null,
  };
}

async function stepsOf({ db, project }: ProjectContext, runId: string) {
  const projectId = project.id;
  const run = await db.prisma.run.findUnique({
    where: { projectId_id: { projectId, id: runId } },
    select: { stepKey: true, pipelineRunId: true },
  });
  if (!run?.pipelineRunId || run.stepKey === null) return new Map<string, never>();
  const { stepKey, pipelineRunId } = run;
  const evaluation = stepKey.replace("train", "evaluate");
  const steps = await db.prisma.stepRun.findMany({
    where: { projectId, pipelineRunId, key: { in: ["ingest", "prepare", stepKey, evaluation] } },
    orderBy: { position: "asc" },
    select: { key: true, inputParts: true, outputs: true },
  });
  return new Map(
    steps.map(({ key, ...step }) => {
      const outputs = stepOutputs.safeParse(step.outputs).data;
      const model =
        key === stepKey ? outputs?.blobs.find(({ name }) => name === MODEL_FILE)?.hash : undefined;
      return [key, { parts: inputParts.safeParse(step.inputParts).data ?? {}, model: model ?? null }];
    }),
  );
}
