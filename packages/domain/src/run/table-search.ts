import type { z } from "zod";
import type { ProjectContext } from "../context";
import { notFound } from "../errors";
import type { ExperimentRef } from "../experiment/schema";
import { parseFilter } from "../search/filter";
import { parseOrderBy } from "../search/order-by";
import { PARENT_TAG } from "./search-keys";
import type { RunSearch } from "./search-query";
import type { tableScope } from "./table-schema";

type Scope = z.output<z.ZodObject<typeof tableScope>> & { orderBy?: readonly string[] };

/** A child run has this tag. */
const NO_CHILDREN = parseFilter("run", `tags.${PARENT_TAG} IS NULL`);

/**
 * A table of runs as a search of MLflow's: its filter and its order are the same texts. Only the order is the one people expect,
 * with 9 before 10.
 * @throws DomainError not_found, invalid_input; what is wrong in a filter or an order_by clause has its place in the facts
 */
export async function tableSearch(
  ctx: ProjectContext,
  { experiment: name, filter, trash, children, orderBy = [] }: Scope,
): Promise<{ experiment: ExperimentRef; search: RunSearch }> {
  const projectId = ctx.project.id;
  const written = parseFilter("run", filter);
  const orderings = parseOrderBy("run", orderBy);
  const experiment = await requireExperiment(ctx, name);
  const search: RunSearch = {
    projectId,
    experimentIds: [experiment.id],
    viewType: trash ? "DELETED_ONLY" : "ACTIVE_ONLY",
    filter: children ? written : [...written, ...NO_CHILDREN],
    orderings,
    natural: true,
  };
  return { experiment, search };
}

/** @throws DomainError not_found */
export async function requireExperiment(ctx: ProjectContext, name: string): Promise<ExperimentRef> {
  const experiment = await ctx.db.prisma.experiment.findUnique({
    where: { projectId_name: { projectId: ctx.project.id, name } },
    select: { id: true, name: true, primaryMetric: true, metricDirection: true },
  });
  if (!experiment) throw notFound("experiment", name);
  return experiment;
}
