import { z } from "zod";
import { fullyDecoded } from "../artifact/location";
import { DomainError } from "../errors";
import { runId as runIdForm } from "../run/keys";
import { isReservedAlias, stage as stageForm, STAGES, type StageName } from "./names";

/** What the source of a version means. */
export type Source =
  /** `under` is where the artifacts of its experiment are; null where the address does not say it. */
  | { readonly kind: "run"; readonly runId: string; readonly under: string | null; readonly path: string }
  | {
      readonly kind: "logged-model";
      readonly id: string;
      readonly under: string | null;
      readonly path: string;
    }
  | { readonly kind: "version"; readonly model: string; readonly selector: SourceSelector }
  | { readonly kind: "version-files"; readonly modelVersionId: string }
  /** Outside of here: kept as it is, without files. */
  | { readonly kind: "elsewhere" };

export type SourceSelector =
  | { readonly version: number | "latest" }
  | { readonly stage: StageName }
  | { readonly alias: string };

/** Where the files of a version are read by MLflow's clients. */
export const VERSION_FILES = "model-versions";

/** @throws DomainError invalid_input for a path on the client's disk, one that leads upwards, and what is no source at all */
export function parseSource(uri: string): Source {
  // "%252e%252e" leads upwards too, once somebody has decoded it twice.
  if (/[\0\\]|(^|\/)\.\.(\/|$)/.test(fullyDecoded(uri)))
    throw invalidSource(uri, "Give an absolute path without relative references.");
  const [, scheme = ""] = /^([a-z][a-z0-9+.-]+):/i.exec(uri) ?? [];
  switch (scheme.toLowerCase()) {
    case "":
    case "file":
      throw invalidSource(uri, "A path on your own disk cannot be read here: log the model to a run first.");
    case "runs":
      return parseRun(uri);
    case "models":
      return parseModel(uri);
    case "mlflow-artifacts":
      return parseArtifacts(uri, uri.replace(/^[^:]*:(\/\/[^/]*)?/, ""));
    default: {
      const proxied = /^https?:\/\/[^?#]*?\/api\/2\.0\/mlflow-artifacts\/artifacts(\/.*)$/i.exec(uri);
      return proxied ? parseArtifacts(uri, proxied[1]) : { kind: "elsewhere" };
    }
  }
}

export function invalidSource(uri: string, why: string): DomainError {
  return new DomainError("invalid_input", `Invalid model version source: '${uri}'. ${why}`, { source: uri });
}

function parseRun(uri: string): Source {
  const [id = "", ...path] = segments(uri.replace(/^[^:]*:(\/\/(?=\/))?/, ""));
  if (!/^[^:]*:\/([^/]|\/\/)/.test(uri) || !runIdForm.safeParse(id).success)
    throw invalidSource(uri, "Its form is runs:/<run_id>/<path>.");
  return { kind: "run", runId: id, under: null, path: path.join("/") };
}

/** Where a run's or a logged model's artifacts begin in an address. */
const ADDRESS = /^(?:(.+?)\/)?(?:([0-9a-f]{32})|models\/(m-[0-9a-f]{32}))\/artifacts(?:\/(.*))?$/s;

/** `/<where the experiment's are>/<run>/artifacts/<path>`, `.../models/<id>/artifacts/<path>` or a version's own files. */
function parseArtifacts(uri: string, path: string): Source {
  const [first, modelVersionId, ...more] = segments(path);
  if (first === VERSION_FILES && more.length === 0 && z.uuid().safeParse(modelVersionId).success)
    return { kind: "version-files", modelVersionId };
  const found = ADDRESS.exec(segments(path).join("/"));
  if (!found) throw invalidSource(uri, "It names no artifacts of a run or a logged model.");
  const [, under = "", runId, id, inside = ""] = found;
  return runId === undefined
    ? { kind: "logged-model", id, under, path: inside }
    : { kind: "run", runId, under, path: inside };
}

/** `models:/<name>/<version, stage or latest>`, `models:/<name>@<alias>` or `models:/<id of a logged model>`. */
function parseModel(uri: string): Source {
  const parts = uri
    .replace(/^[^:]*:/, "")
    .split("/")
    .slice(1);
  const improper = () =>
    invalidSource(uri, "Its form is models:/<name>/<version, stage or latest> or models:/<name>@<alias>.");
  if (
    !uri.slice("models:".length).startsWith("/") ||
    parts.length > 2 ||
    parts.some((part) => part.trim() === "")
  )
    throw improper();
  const [name, suffix] = parts;
  if (suffix !== undefined) return { kind: "version", model: name, selector: parseSuffix(suffix, improper) };
  const at = name.lastIndexOf("@");
  if (at < 0) return { kind: "logged-model", id: name, under: null, path: "" };
  const alias = name.slice(at + 1);
  if (at === 0 || alias === "") throw improper();
  const selector =
    isReservedAlias(alias) && alias.toLowerCase() === "latest" ? { version: "latest" as const } : { alias };
  return { kind: "version", model: name.slice(0, at), selector };
}

function parseSuffix(suffix: string, improper: () => DomainError): SourceSelector {
  if (/^\d+$/.test(suffix)) {
    const version = Number(suffix);
    if (!Number.isSafeInteger(version)) throw improper();
    return { version };
  }
  if (suffix.toLowerCase() === "latest") return { version: "latest" };
  const stage = STAGES.find((each) => each.toLowerCase() === suffix.toLowerCase());
  const parsed = stageForm.safeParse(stage);
  if (!parsed.success) throw improper();
  return { stage: parsed.data };
}

const segments = (path: string) => path.split("/").filter((part) => part !== "" && part !== ".");
