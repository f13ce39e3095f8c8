import { getChecklist } from "@pipepilot/domain/project/checklist";
import type { ShowChecklistInput } from "@pipepilot/domain/project/checklist-schema";
import { createProject } from "@pipepilot/domain/project/create";
import { listProjects } from "@pipepilot/domain/project/list";
import { getOverview } from "@pipepilot/domain/project/overview";
import { listProduction } from "@pipepilot/domain/project/production";
import { createProjectInput } from "@pipepilot/domain/project/schema";
import { showChecklist } from "@pipepilot/domain/project/show-checklist";
import { permissionsOf } from "@pipepilot/domain/permissions";
import manifest from "../../../../../package.json";
import { procedure, projectProcedure, router, verbInput } from "../trpc";

export const projectRouter = router({
  list: procedure.query(({ ctx: { ctx } }) => listProjects({ ctx })),
  create: procedure
    .input(createProjectInput)
    .mutation(({ ctx: { ctx }, input }) => createProject({ ctx, input })),
  /** Who I am here and what I may do, so that pages show only what works. */
  me: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => ({
    userId: ctx.actor.kind === "user" ? ctx.actor.userId : null,
    project: { slug: ctx.project.slug, name: ctx.project.name },
    role: ctx.role,
    permissions: [...permissionsOf(ctx.actor, ctx.role)],
  })),
  overview: projectProcedure.input(verbInput<object>()).query(({ ctx: { ctx } }) => getOverview({ ctx })),
  production: projectProcedure
    .input(verbInput<object>())
    .query(({ ctx: { ctx } }) => listProduction({ ctx })),
  checklist: projectProcedure.input(verbInput<object>()).query(async ({ ctx: { ctx } }) => ({
    ...(await getChecklist({ ctx })),
    version: manifest.version,
  })),
  showChecklist: projectProcedure
    .input(verbInput<ShowChecklistInput>())
    .mutation(({ ctx: { ctx }, input }) => showChecklist({ ctx, input })),
});
