import { isMap, isScalar, isSeq, stringify, type Document } from "yaml";
import { readYaml, type ReadYaml } from "@pipepilot/pipeline/config/read-yaml";

/** What a new pipeline starts from. */
export interface NewConfig {
  readonly dataset: string;
  readonly target: string;
  readonly drop: readonly string[];
  readonly train: Readonly<Record<string, unknown>>;
  readonly model: string;
  readonly promoteTo: string | null;
}

/** The parts of a config that the form shows. What the form does not know stays in the text as it is. */
export interface FormValues {
  readonly target: string;
  readonly task: string;
  readonly metric: string;
  readonly drop: readonly string[];
  readonly candidates: readonly Readonly<Record<string, unknown>>[];
  readonly model: string;
  readonly promoteTo: string;
}

type Path = readonly (string | number)[];

const WRITING = { lineWidth: 100, flowCollectionPadding: true } as const;

/** The YAML of a new config: only what differs from the defaults, and what one is likely to change. */
export function newConfigText({ dataset, target, drop, train, model, promoteTo }: NewConfig): string {
  return stringify(
    {
      dataset,
      target,
      ...(drop.length > 0 && { prepare: { drop } }),
      train: [train],
      register: { model },
      ...(promoteTo !== null && { promote: { to: promoteTo, when: "better" } }),
    },
    WRITING,
  );
}

/** The form's view of a config's text; null while the text cannot be read at all. */
export function formValues(text: string): FormValues | null {
  const read = readable(text);
  if (!read) return null;
  const config = record(read.value);
  const { train } = config;
  return {
    target: word(config.target),
    task: word(config.task),
    metric: word(record(config.evaluate).primary_metric),
    drop: list(record(config.prepare).drop).map(String),
    candidates: (Array.isArray(train) ? train : [train ?? {}]).map(record),
    model: word(record(config.register).model),
    promoteTo: word(record(config.promote).to),
  };
}

/**
 * The text with one value changed, or taken out where it is undefined; the rest, comments too, stays. What stands for
 * something else (an alias, a word where a map belongs) is changed in the text only.
 */
export function withValue(text: string, path: Path, value: unknown): string {
  const document = readable(text)?.document;
  if (!document) return text;
  try {
    const at = normalise(document, path);
    if (value === undefined) {
      document.deleteIn(at);
      dropEmptyParents(document, at);
    } else {
      setDeep(document, at, value);
    }
    return document.toString(WRITING);
  } catch {
    return text;
  }
}

/** The text with another candidate at the end. */
export function withCandidate(text: string, candidate: Readonly<Record<string, unknown>>): string {
  const count = formValues(text)?.candidates.length ?? 0;
  return withValue(text, ["train", count], candidate);
}

function readable(text: string): ReadYaml | null {
  const read = readYaml(text);
  if ("problems" in read) return null;
  return read.document.contents === null || isMap(read.document.contents) ? read : null;
}

/** `train` may be written as one candidate without a list; the form always counts them. */
function normalise(document: Document, path: Path): Path {
  if (path[0] !== "train" || typeof path[1] !== "number") return path;
  const train = document.get("train", true);
  if (isSeq(train)) return path;
  if (path[1] === 0) return ["train", ...path.slice(2)];
  document.set("train", document.createNode([record(document.toJS()).train ?? {}]));
  return path;
}

/** A scalar keeps its node, and so its comment; missing maps on the way are made. */
function setDeep(document: Document, path: Path, value: unknown): void {
  const node = document.getIn(path, true);
  if (isScalar(node) && (typeof value !== "object" || value === null)) {
    node.value = value;
    return;
  }
  for (let length = 1; length < path.length; length++) {
    const parent = document.getIn(path.slice(0, length), true);
    if (parent === undefined || (isScalar(parent) && parent.value === null))
      document.setIn(path.slice(0, length), document.createNode({}));
  }
  document.setIn(path, typeof value === "object" ? document.createNode(value) : value);
}

/** `promote: {}` would ask for a stage it does not have. */
function dropEmptyParents(document: Document, path: Path): void {
  for (let length = path.length - 1; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length), true);
    if (!isMap(parent) || parent.items.length > 0) return;
    document.deleteIn(path.slice(0, length));
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const word = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
