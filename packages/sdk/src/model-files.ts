/** A model's files: a directory, or each file's content by its path; what is no text and no bytes is written as JSON. */
export type ModelFiles = string | Readonly<Record<string, unknown>>;

export interface FileToUpload {
  readonly path: string;
  read(): Promise<Uint8Array>;
}

const DESCRIPTION = "MLmodel";

/** @throws TypeError for a path that leads out, or no files at all */
export async function filesOf(model: ModelFiles): Promise<FileToUpload[]> {
  const files = typeof model === "string" ? await filesIn(model) : filesFrom(model);
  if (files.length === 0) throw new TypeError("A model has at least one file.");
  return files;
}

function filesFrom(contents: Readonly<Record<string, unknown>>): FileToUpload[] {
  return Object.entries(contents).map(([path, content]) => {
    if (path === "" || path.split("/").some((part) => ["", ".", ".."].includes(part)))
      throw new TypeError(`"${path}" is no path of a model's file.`);
    return { path, read: async () => bytesOf(content) };
  });
}

export function bytesOf(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  return new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));
}

/** @throws Error where there is no such directory */
async function filesIn(directory: string): Promise<FileToUpload[]> {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs/promises");
  const path = globalThis.process?.getBuiltinModule?.("node:path");
  if (!fs || !path) throw new TypeError("There are no directories here: give the files by their paths.");
  const entries = await fs.readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: path.relative(directory, file).split(path.sep).join("/"),
      read: () => fs.readFile(file),
    }));
}

export interface ModelDescription {
  readonly modelId: string;
  readonly runId: string;
  readonly flavor: string;
  /** The columns a model reads and answers, as MLflow describes them. */
  readonly signature?: { readonly inputs?: readonly object[]; readonly outputs?: readonly object[] };
}

/** The file that MLflow knows a model by, unless the model brings one. YAML reads JSON. */
export function withDescription(
  files: readonly FileToUpload[],
  description: ModelDescription,
): FileToUpload[] {
  if (files.some(({ path }) => path === DESCRIPTION)) return [...files];
  const { modelId, runId, flavor, signature } = description;
  const text = {
    artifact_path: `models:/${modelId}`,
    flavors: { [flavor]: {} },
    model_id: modelId,
    run_id: runId,
    utc_time_created: new Date().toISOString().replace("T", " ").replace("Z", "000"),
    ...(signature && {
      signature: {
        inputs: signature.inputs ? JSON.stringify(signature.inputs) : null,
        outputs: signature.outputs ? JSON.stringify(signature.outputs) : null,
        params: null,
      },
    }),
  };
  return [...files, { path: DESCRIPTION, read: async () => bytesOf(text) }];
}
