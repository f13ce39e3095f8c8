/** NOTIFY channels. Payloads are small JSON; a listener that missed some reads the state again. */
export const CHANNELS = {
  /** `LiveChange`: something in a project changed; live pages read again what they show of it. */
  live: "pipepilot_live",
  /** An event waits in the outbox. */
  outbox: "pipepilot_outbox",
  /** `ServingChange`: what inference processes must serve has changed. */
  serving: "pipepilot_serving",
  /** `SessionEnd`: somebody signed out; streams of that session end. */
  session: "pipepilot_session",
} as const;

export type LiveNoun =
  | "member"
  | "invitation"
  | "comment"
  /** What somebody has read of what names them: their id, and for their pages only. */
  | "mention"
  | "dataset"
  | "pipeline"
  | "pipeline-run"
  | "experiment"
  | "saved-view"
  | "run"
  | "model"
  | "serving"
  | "api-key"
  | "event";

export interface LiveChange {
  projectId: string;
  noun: LiveNoun;
  /** The changed thing's id. */
  id: string;
}

export interface SessionEnd {
  sessionId: string;
}

/** A model whose Production or a key whose validity changed. */
export type ServingChange =
  | { kind: "model"; projectId: string; modelId: string }
  | { kind: "key"; projectId: string; hash: string };
