import type { ProjectContext } from "@pipepilot/domain/context";

/** Who asks, once proven. */
export interface Caller {
  readonly ctx: ProjectContext;
  readonly projectId: string;
  /** Null where a person asks through the web server. */
  readonly apiKeyId: string | null;
  /** The model of plain `/invocations`; null: the project's only served one. */
  readonly defaultModelId: string | null;
  /** What shares one rate limit. */
  readonly limitedAs: string;
}
