import type { Call, ProjectContext } from "../context";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { addParams } from "./add-params";
import { changeLoggedModel } from "./change";
import { logLoggedModelParamsInput, type LogLoggedModelParamsInput } from "./schema";

/** Adds parameters, all or none. @throws DomainError not_found, param_changed */
export async function logLoggedModelParams({
  ctx,
  input,
}: Call<ProjectContext, LogLoggedModelParamsInput>): Promise<void> {
  authorise(ctx, "run:write");
  const { modelId, params } = parse(logLoggedModelParamsInput, input);
  await changeLoggedModel(ctx, modelId, (tx) => addParams(tx, ctx, modelId, params));
}
