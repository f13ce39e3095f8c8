import type { Transaction } from "@pipepilot/db";
import type { Call, ProjectContext } from "../context";
import { lockLoggedModel } from "../logged-model/lock";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { transact } from "../transact";
import { ensureModelRow } from "./ensure";
import { insertVersion } from "./insert-version";
import { lockModel } from "./lock";
import { UNDESCRIBED } from "./mlmodel";
import { PROMPT_TAG, type Tag } from "./names";
import { readVersionRecord } from "./records";
import { registerVersionInput, type RegisterVersionInput, type VersionRecord } from "./registry-schema";
import { invalidSource } from "./source";
import { takeSnapshot, type Snapshot } from "./source-files";

/**
 * Registers what a source names as the model's next version: the files that are there now, whatever comes later. Every
 * call makes a version.
 * @throws DomainError not_found for the model, or what the source names
 * @throws DomainError invalid_input for a source that is none, or is another run's or logged model's than given
 * @throws DomainError bundle_invalid where a file left the store in this moment
 */
export async function registerVersion({
  ctx,
  input,
}: Call<ProjectContext, RegisterVersionInput>): Promise<VersionRecord> {
  authorise(ctx, "model:write");
  const {
    model: name,
    createModel,
    source,
    runId,
    loggedModelId: id,
    ...said
  } = parse(registerVersionInput, input);
  const { loggedModelId, ...snapshot } = isPrompt(said.tags)
    ? promptSnapshot(source)
    : await takeSnapshot(ctx, source, { runId, loggedModelId: id });
  return transact(ctx, async (tx) => {
    if (createModel) await ensureModelRow(tx, ctx, name);
    const model = await lockModel(tx, ctx, name);
    const { number } = await insertVersion(tx, ctx, { ...said, ...snapshot, model });
    if (loggedModelId !== undefined) await noteOnLoggedModel(tx, ctx, loggedModelId, { name, number });
    return readVersionRecord(tx, ctx.project.id, { model: name, number });
  });
}

const isPrompt = (tags: readonly Tag[]) =>
  tags.some(({ key, value }) => key === PROMPT_TAG && value.toLowerCase() === "true");

/** MLflow's clients keep prompts among the models; a prompt's text is a tag, and these words stand where a source must. */
const PROMPT_SOURCES = ["dummy-source", "prompt-template"];

function promptSnapshot(source: string): Snapshot {
  if (!PROMPT_SOURCES.includes(source))
    throw invalidSource(source, `The source of a prompt is one of: ${PROMPT_SOURCES.join(", ")}.`);
  return { source, files: [], ...UNDESCRIBED };
}

const VERSIONS_TAG = "mlflow.modelVersions";

/** MLflow's pages find a logged model's versions by this tag of it. */
async function noteOnLoggedModel(
  tx: Transaction,
  ctx: ProjectContext,
  modelId: string,
  { name, number }: { name: string; number: number },
): Promise<void> {
  const key = { projectId: ctx.project.id, modelId, key: VERSIONS_TAG };
  await lockLoggedModel(tx, ctx, modelId);
  const where = { projectId_modelId_key: key };
  const tag = await tx.loggedModelTag.findUnique({ where });
  const value = JSON.stringify([...listIn(tag?.value), { name, version: String(number) }]);
  await tx.loggedModelTag.upsert({ where, create: { ...key, value }, update: { value } });
}

/** What clients write there is theirs; what is no list is replaced. */
function listIn(text = "[]"): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
