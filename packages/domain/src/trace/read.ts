import { Prisma, type Transaction } from "@pipepilot/db";
import type { Assessment } from "./assessment-schema";
import { SIZE_STATS } from "./keys";
import type { TraceStateName } from "./schema";

/** A trace as MLflow's clients know it, without its spans. */
export interface TraceInfo {
  id: string;
  experimentId: string;
  /** of its experiment; null: here */
  artifactLocation: string | null;
  clientRequestId: string | null;
  requestTime: Date;
  /** milliseconds; null while it goes on */
  duration: number | null;
  state: TraceStateName;
  requestPreview: string | null;
  responsePreview: string | null;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  isFinal: boolean;
  /** How many spans are here. */
  spans: number;
  assessments: Assessment[];
}

type Row = Omit<TraceInfo, "duration" | "assessments" | "spans"> & { duration: bigint | null; spans: bigint };

/** These traces in the order asked for; unknown ids are absent. */
export async function readTraces(
  db: Transaction,
  projectId: string,
  ids: readonly string[],
): Promise<TraceInfo[]> {
  if (ids.length === 0) return [];
  const wanted = [...ids];
  const [rows, assessments] = await Promise.all([
    db.$queryRaw<Row[]>`
      SELECT t.id, t."experimentId", e."artifactLocation", t."clientRequestId", t."requestTime", t.duration, t.state::text,
        t."requestPreview", t."responsePreview", t.metadata, t.tags, t."isFinal",
        (SELECT count(*) FROM "TraceSpan" s WHERE s."projectId" = t."projectId" AND s."traceId" = t.id) AS spans
      FROM "Trace" t JOIN "Experiment" e ON e."projectId" = t."projectId" AND e.id = t."experimentId"
      WHERE t."projectId" = ${projectId}::uuid AND t.id = ANY(${wanted}::text[])`,
    readAssessments(db, projectId, Prisma.sql`"traceId" = ANY(${wanted}::text[])`),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const own = assessments.filter(({ traceId }) => traceId === id);
    const { duration, spans, ...info } = row;
    return [
      {
        ...info,
        duration: duration === null ? null : Number(duration),
        spans: Number(spans),
        assessments: own,
      },
    ];
  });
}

/** The assessments of which a condition holds, oldest first. */
export function readAssessments(db: Transaction, projectId: string, condition: Prisma.Sql) {
  return db.$queryRaw<Assessment[]>`
    SELECT id, "traceId", kind::text, name, value, error, "sourceType", "sourceId", "spanId", rationale, metadata,
      overrides, "isValid", "createdAt", "updatedAt"
    FROM "TraceAssessment" WHERE "projectId" = ${projectId}::uuid AND ${condition}
    ORDER BY "createdAt", id`;
}

/** The JSON texts of each trace's spans: the root first, then as they began. */
export async function readSpans(
  db: Transaction,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const byTrace = new Map<string, string[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return byTrace;
  const rows = await db.$queryRaw<{ traceId: string; content: string }[]>`
    SELECT "traceId", content FROM "TraceSpan"
    WHERE "projectId" = ${projectId}::uuid AND "traceId" = ANY(${[...ids]}::text[])
    ORDER BY "parentId" IS NOT NULL, "startTime", id`;
  for (const { traceId, content } of rows) byTrace.get(traceId)?.push(content);
  return byTrace;
}

/** How many spans a trace's client says there are; 0 where it does not. */
export function expectedSpans({ metadata }: Pick<TraceInfo, "metadata">): number {
  try {
    const { num_spans } = JSON.parse(metadata[SIZE_STATS] ?? "{}") as { num_spans?: unknown };
    return typeof num_spans === "number" ? num_spans : 0;
  } catch {
    return 0;
  }
}
