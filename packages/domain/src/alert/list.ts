import type { ProjectContext } from "../context";
import { authorise } from "../permissions";
import { HIDDEN_AT_MOST_MS, type ProjectAlert } from "./schema";
import { findExpiringKeys, findServingTrouble } from "./serving";
import { findBlockedData, findFailedPipelines, findSilentRuns, type FoundAlert } from "./work";

/** Of these nothing records that they ended and began again: hidden, they come back after a day. */
const COMES_BACK: ReadonlySet<ProjectAlert["kind"]> = new Set(["not-served", "serving-errors"]);

/**
 * What somebody should look at, the worst first, then the newest. Found each time in what is so now, and kept nowhere; what
 * is kept is which of them nobody wants to see.
 */
export async function listAlerts({ ctx }: { ctx: ProjectContext }): Promise<ProjectAlert[]> {
  authorise(ctx, "project:read");
  const [found, hidden] = await Promise.all([findAlerts(ctx), readHidden(ctx)]);
  return found
    .map((alert) => ({ ...alert, hidden: isHidden(alert, hidden.get(alert.id)) }))
    .sort(
      (one, other) =>
        Number(other.severity === "bad") - Number(one.severity === "bad") ||
        other.at.getTime() - one.at.getTime() ||
        (one.id < other.id ? -1 : 1),
    );
}

/** All that is wrong now, hidden or not. */
export async function findAlerts(ctx: ProjectContext): Promise<FoundAlert[]> {
  const found = await Promise.all([
    findFailedPipelines(ctx),
    findBlockedData(ctx),
    findSilentRuns(ctx),
    findServingTrouble(ctx),
    findExpiringKeys(ctx),
  ]);
  return found.flat();
}

async function readHidden({ db, project }: ProjectContext): Promise<Map<string, Date>> {
  const rows = await db.prisma.hiddenAlert.findMany({
    where: { projectId: project.id },
    select: { alertId: true, hiddenAt: true },
  });
  return new Map(rows.map(({ alertId, hiddenAt }) => [alertId, hiddenAt]));
}

function isHidden({ kind }: FoundAlert, hiddenAt: Date | undefined): boolean {
  if (!hiddenAt) return false;
  return !COMES_BACK.has(kind) || Date.now() - hiddenAt.getTime() < HIDDEN_AT_MOST_MS;
}
