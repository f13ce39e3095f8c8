import type { ServedVersion } from "../model/schema";
import type { Services } from "../context";

/**
 * Every project's Production versions: what an inference process must serve. For our own processes only, which is why it
 * takes services and no actor.
 */
export async function listServedVersions({
  services,
}: {
  services: Pick<Services, "db">;
}): Promise<ServedVersion[]> {
  // One statement on the partial index of Production versions: every process asks at each change and every 10 s.
  return services.db.prisma.$queryRaw<ServedVersion[]>`
    SELECT p.id AS "projectId", p.slug AS "projectSlug", m.id AS "modelId", m.name AS model,
      v.id AS "modelVersionId", v.number, v.stage::text AS stage, v."bundleHash", v.files, v.signature, v.family,
      v.task, v."runId"
    FROM "ModelVersion" v
    JOIN "RegisteredModel" m ON m."projectId" = v."projectId" AND m.id = v."modelId"
    JOIN "Project" p ON p.id = v."projectId"
    WHERE v.stage = 'Production'
    ORDER BY p.id, m.id`;
}
