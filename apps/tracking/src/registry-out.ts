import type { ModelRecord, VersionRecord } from "@pipepilot/domain/model/registry-schema";
import { VERSION_FILES } from "@pipepilot/domain/model/source";

export function modelOut(model: ModelRecord) {
  const { name, description, createdAt, updatedAt, tags, aliases, latestVersions } = model;
  return {
    name,
    creation_timestamp: createdAt.getTime(),
    last_updated_timestamp: updatedAt.getTime(),
    description,
    latest_versions: latestVersions.map(versionOut),
    tags,
    aliases: aliases.map(({ alias, number }) => ({ alias, version: String(number) })),
  };
}

export function versionOut(version: VersionRecord) {
  const { id, model, number, stage, description, createdAt, updatedAt, createdBy, source } = version;
  const { runId, runLink, status, statusMessage, tags, aliases } = version;
  return {
    name: model,
    version: String(number),
    creation_timestamp: createdAt.getTime(),
    last_updated_timestamp: updatedAt.getTime(),
    user_id: createdBy.name,
    current_stage: stage,
    description,
    source: source ?? `mlflow-artifacts:/${VERSION_FILES}/${id}`,
    run_id: runId ?? "",
    status,
    ...(statusMessage !== null && { status_message: statusMessage }),
    ...(runLink !== null && { run_link: runLink }),
    tags,
    aliases,
  };
}
