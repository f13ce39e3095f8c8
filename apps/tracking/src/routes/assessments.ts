import type { ProjectContext } from "@pipepilot/domain/context";
import { notFound } from "@pipepilot/domain/errors";
import { createAssessment } from "@pipepilot/domain/trace/create-assessment";
import { deleteAssessment } from "@pipepilot/domain/trace/delete-assessment";
import { getAssessment } from "@pipepilot/domain/trace/get-assessment";
import { assessmentId } from "@pipepilot/domain/trace/keys";
import { updateAssessment } from "@pipepilot/domain/trace/update-assessment";
import { z } from "zod";
import { assessment, assessmentIn, assessmentOut, saidIn } from "../assessment-wire";
import { traceIdOf } from "../trace-in";
import { readInput } from "../wire";
import type { Route } from "./index";

/** protobuf's JSON of a FieldMask: names in camel case, parted by commas. */
const mask = z.string().transform((text) => text.split(",").map((name) => name.trim()));

const routes: readonly Route[] = [
  {
    method: "POST",
    path: "traces/:trace_id/assessments",
    async handle({ ctx, input }) {
      const traceId = traceIdOf(input);
      const { assessment: given } = readInput(z.object({ assessment }), input);
      const { id } = await createAssessment({ ctx, input: { ...assessmentIn(given), traceId } });
      return answer(ctx, { traceId, assessmentId: id });
    },
  },
  {
    method: "GET",
    path: "traces/:trace_id/assessments/:assessment_id",
    handle: ({ ctx, input }) => answer(ctx, selected(input)),
  },
  {
    method: "PATCH",
    path: "traces/:trace_id/assessments/:assessment_id",
    async handle({ ctx, input }) {
      const own = selected(input);
      const { assessment: given, update_mask } = readInput(
        z.object({ assessment, update_mask: mask }),
        input,
      );
      const names = new Set(
        update_mask.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
      );
      const said = names.has("feedback") || names.has("expectation") ? saidIn(given) : null;
      await updateAssessment({
        ctx,
        input: {
          ...own,
          name: names.has("assessment_name") ? given.assessment_name : undefined,
          value: said ?? undefined,
          rationale: names.has("rationale") ? given.rationale : undefined,
          metadata: names.has("metadata") ? given.metadata : undefined,
          isValid: names.has("valid") ? given.valid : undefined,
        },
      });
      return answer(ctx, own);
    },
  },
  {
    method: "DELETE",
    path: "traces/:trace_id/assessments/:assessment_id",
    async handle({ ctx, input }) {
      await deleteAssessment({ ctx, input: selected(input) });
      return {};
    },
  },
];

export const assessmentRoutes: readonly Route[] = routes.map((route) => ({ ...route, version: 3 }));

/** @throws DomainError not_found for what can be no trace's or assessment's id */
function selected(given: unknown) {
  const { assessment_id: id } = z.object({ assessment_id: z.string() }).parse(given);
  if (!assessmentId.safeParse(id).success) throw notFound("assessment", id.slice(0, 200));
  return { traceId: traceIdOf(given), assessmentId: id };
}

async function answer(ctx: ProjectContext, input: { traceId: string; assessmentId: string }) {
  return { assessment: assessmentOut(await getAssessment({ ctx, input })) };
}
