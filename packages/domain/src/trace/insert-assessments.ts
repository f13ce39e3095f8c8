import { randomUUID } from "node:crypto";
import type { Transaction } from "@pipepilot/db";
import type { ProjectContext } from "../context";
import type { ParsedAssessment } from "./assessment-schema";

/** Adds assessments to a trace that is there; one with an id that is taken takes its place. Returns their ids. */
export async function insertAssessments(
  tx: Transaction,
  ctx: ProjectContext,
  traceId: string,
  assessments: readonly ParsedAssessment[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const assessment of assessments) {
    const { assessmentId = newAssessmentId(), kind, name, value, error, metadata, ...rest } = assessment;
    const createdAt = new Date(rest.createdAt ?? Date.now());
    const own = {
      projectId: ctx.project.id,
      traceId,
      id: assessmentId,
      created: createdAt.toISOString(),
      updated: new Date(rest.updatedAt ?? createdAt).toISOString(),
    };
    await tx.$executeRaw`
      INSERT INTO "TraceAssessment" ("projectId", "traceId", id, kind, name, value, error, "sourceType", "sourceId", "spanId",
        rationale, metadata, overrides, "isValid", "createdAt", "updatedAt")
      VALUES (${own.projectId}::uuid, ${traceId}, ${assessmentId}, ${kind}::"AssessmentKind", ${name},
        ${JSON.stringify(value)}::jsonb, ${error ? JSON.stringify(error) : null}::jsonb, ${rest.sourceType},
        ${rest.sourceId}, ${rest.spanId ?? null}, ${rest.rationale ?? null},
        ${metadata ? JSON.stringify(metadata) : null}::jsonb, ${rest.overrides ?? null}, ${rest.isValid},
        ${own.created}::timestamptz, ${own.updated}::timestamptz)
      ON CONFLICT ("projectId", "traceId", id) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name,
        value = EXCLUDED.value, error = EXCLUDED.error, rationale = EXCLUDED.rationale, metadata = EXCLUDED.metadata,
        overrides = EXCLUDED.overrides, "isValid" = EXCLUDED."isValid", "updatedAt" = EXCLUDED."updatedAt"`;
    ids.push(assessmentId);
  }
  return ids;
}

function newAssessmentId(): string {
  return `a-${randomUUID().replaceAll("-", "")}`;
}
