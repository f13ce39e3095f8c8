import { DomainError } from "@pipepilot/domain/errors";
import { noteModel } from "@pipepilot/domain/run/note-model";
import { z } from "zod";
import { runIdOf, runSelector } from "../run-id";
import { parseJson, readInput } from "../wire";
import type { Route } from "./index";

/** What MLflow keeps of an MLmodel in the run's tag: flavors without their settings. */
const description = z.object({
  run_id: z.string(),
  artifact_path: z.string(),
  utc_time_created: z.string(),
  model_uuid: z.string().optional(),
  flavors: z.record(
    z.string(),
    z.json().transform((flavor) => {
      if (typeof flavor !== "object" || flavor === null || Array.isArray(flavor)) return flavor;
      const { config: _settings, ...kept } = flavor;
      return kept;
    }),
  ),
});

export const logModelRoute: Route = {
  method: "POST",
  path: "runs/log-model",
  async handle({ ctx, input }) {
    const schema = runSelector.extend({ model_json: z.string() });
    const { model_json, ...selector } = readInput(schema, input);
    await noteModel({ ctx, input: { runId: runIdOf(selector), model: described(model_json) } });
    return {};
  },
};

/** @throws DomainError invalid_input */
function described(text: string): z.infer<typeof description> {
  let given: unknown;
  try {
    given = parseJson(text);
  } catch {
    throw new DomainError("invalid_input", "Malformed model info: model_json is not valid JSON.");
  }
  const read = description.safeParse(given);
  if (read.success) return read.data;
  const fields = [...new Set(read.error.issues.map(({ path }) => path.join(".")))].join(", ");
  throw new DomainError("invalid_input", `Model json is missing mandatory fields: ${fields}`);
}
