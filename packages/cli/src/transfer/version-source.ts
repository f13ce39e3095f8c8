/** Where a version's files are, said so that every server understands it. */
export type PortableSource =
  /** As another server reads it: by a run, a logged model, or an address outside of both. */
  | { readonly kind: "uri"; readonly uri: string }
  /** In a place that only the server knows that registered it: the files have to come along. */
  | { readonly kind: "files" };

const IN_RUN = /(?:^|\/)([0-9a-f]{32})\/artifacts(?:\/(.*?))?\/?$/s;
const IN_MODEL = /(?:^|\/)models\/(m-[0-9a-f]{32})(?:\/artifacts)?\/?$/s;

/** Runs and logged models keep their ids when they are copied, and so do addresses that name them. */
export function portableSource(source: string): PortableSource {
  if (/^(runs|models):/.test(source)) return { kind: "uri", uri: source };
  const [, modelId] = IN_MODEL.exec(source) ?? [];
  if (modelId !== undefined) return { kind: "uri", uri: `models:/${modelId}` };
  const [, runId, path = ""] = IN_RUN.exec(source) ?? [];
  if (runId !== undefined) return { kind: "uri", uri: `runs:/${runId}/${path}` };
  if (/^(mlflow-artifacts|file):|^\/|^$/.test(source)) return { kind: "files" };
  return { kind: "uri", uri: source };
}
