import { z } from "zod";
import type { Call, ProjectContext } from "../context";
import { authorise } from "../permissions";

const id = z.uuid();

/**
 * The name of what an address calls so: a name, or the id by which MLflow's clients know an experiment. A name goes before
 * an id that reads the same; what is neither is given back as it is, for whoever looks for it to say so.
 */
export async function experimentNameOf({
  ctx,
  input: { called },
}: Call<ProjectContext, { called: string }>): Promise<string> {
  authorise(ctx, "project:read");
  if (!id.safeParse(called).success) return called;
  const found = await ctx.db.prisma.experiment.findMany({
    where: { projectId: ctx.project.id, OR: [{ name: called }, { id: called }] },
    select: { name: true },
  });
  return found.some(({ name }) => name === called) ? called : (found[0]?.name ?? called);
}
