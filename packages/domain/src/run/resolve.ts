import type { Transaction } from "@pipepilot/db";

/**
 * The runs that ids or their beginnings stand for, each once, in the order asked for. A beginning that fits several runs
 * stands for all of them, so that nothing is silently left out.
 */
export async function resolveRuns(
  db: Transaction,
  projectId: string,
  refs: readonly string[],
): Promise<{ runIds: string[]; missing: string[] }> {
  // Bounds instead of LIKE: the primary key answers them in every collation, digits and a to f sort alike.
  const found = await db.$queryRaw<{ ref: string; id: string }[]>`
    SELECT asked.ref, run.id
    FROM unnest(${[...new Set(refs)]}::text[]) WITH ORDINALITY AS asked(ref, place)
    CROSS JOIN LATERAL (
      SELECT id FROM "Run" WHERE "projectId" = ${projectId}::uuid
        AND id >= asked.ref AND id <= asked.ref || repeat('f', 32 - length(asked.ref))
    ) AS run
    ORDER BY asked.place, run.id`;
  const known = new Set(found.map(({ ref }) => ref));
  return {
    runIds: [...new Set(found.map(({ id }) => id))],
    missing: [...new Set(refs)].filter((ref) => !known.has(ref)),
  };
}
