import { createProject } from "@pipepilot/domain/project/create";
import { listProjects } from "@pipepilot/domain/project/list";
import { getOverview } from "@pipepilot/domain/project/overview";
import { createProjectInput } from "@pipepilot/domain/project/schema";
import { permissionsOf } from "@pipepilot/domain/permissions";
import { procedure, projectProcedure, router, verbInput } from "../trpc";

export const projectRouter = router({
  list: procedure.query(({ ctx: { ctx } }) => listProjects({ ctx })),
  create: procedure
    .input(createProjectInput)
    .mutation(({ ctx: { ctx }, input }) => createProject({ ctx, input })),
  /** Who I am here and what I may do, so that pages show only what works. */
  me: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => ({
    project: { slug: ctx.project.slug, name: ctx.project.name },
    role: ctx.role,
    permissions: [...permissionsOf(ctx.actor, ctx.role)],
  })),
  overview: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => getOverview({ ctx })),
});
