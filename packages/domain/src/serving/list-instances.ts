import type { ProjectContext } from "../context";
import { authorise } from "../permissions";
import { ALIVE_WITHIN_MS, type LoadState, type ServingInstanceRow } from "./schema";

/** The inference processes that hold, or held when they were last heard, versions of this project. */
export async function listInstances({ ctx }: { ctx: ProjectContext }): Promise<ServingInstanceRow[]> {
  authorise(ctx, "project:read");
  const projectId = ctx.project.id;
  const [instances, [clock]] = await Promise.all([
    ctx.db.prisma.servingInstance.findMany({
      where: { loads: { some: { projectId } } },
      orderBy: { startedAt: "asc" },
      include: {
        loads: {
          where: { projectId },
          include: { modelVersion: { select: { number: true, model: { select: { name: true } } } } },
          orderBy: { modelVersionId: "asc" },
        },
      },
    }),
    // Heartbeats carry the database's time, so their age is measured by it too.
    ctx.db.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`,
  ]);
  return instances.map(({ loads, memoryBytes, ...instance }) => ({
    ...instance,
    memoryBytes: Number(memoryBytes),
    alive: clock.now.getTime() - instance.heartbeatAt.getTime() < ALIVE_WITHIN_MS,
    loads: loads.map(({ modelVersion, requestCount, errorCount, ...load }) => ({
      modelVersionId: load.modelVersionId,
      model: modelVersion.model.name,
      number: modelVersion.number,
      state: load.state as LoadState,
      error: load.error,
      loadedAt: load.loadedAt,
      requestCount: Number(requestCount),
      errorCount: Number(errorCount),
      latencyP50Ms: load.latencyP50Ms,
      latencyP95Ms: load.latencyP95Ms,
      requestsPerMin: load.requestsPerMin,
      recentRequests: load.recentRequests,
      recentErrors: load.recentErrors,
    })),
  }));
}
