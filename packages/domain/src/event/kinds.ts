import type { EventName } from "./catalog";

/** The kinds of things that something happens to, as people tell them apart. */
export const EVENT_KINDS = ["data", "pipelines", "runs", "models", "comments", "people", "keys"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

type NounOf<Name> = Name extends `${infer Noun}/${string}` ? Noun : never;

/** A new noun does not compile until it has its kind. */
const KIND_OF: Record<NounOf<EventName>, EventKind> = {
  dataset: "data",
  "dataset-version": "data",
  pipeline: "pipelines",
  "pipeline-config": "pipelines",
  "pipeline-run": "pipelines",
  run: "runs",
  experiment: "runs",
  "saved-view": "runs",
  model: "models",
  "model-version": "models",
  comment: "comments",
  project: "people",
  alert: "people",
  checklist: "people",
  member: "people",
  invitation: "people",
  "api-key": "keys",
};

/** The names' first parts that are of a kind. */
export function nounsOf(kind: EventKind): string[] {
  return Object.entries(KIND_OF).flatMap(([noun, its]) => (its === kind ? noun : []));
}
