import type { Database, Role } from "@pipepilot/db";
import type { ObjectStore } from "@pipepilot/storage";
import type { Scope } from "./api-key/schema";

/** Who acts. Switched over exhaustively, so a new kind stops compiling until it is answered everywhere. */
export type Actor =
  | {
      readonly kind: "user";
      readonly userId: string;
      readonly email: string;
      readonly name: string;
      /** The browser's session, where it is one that asks. */
      readonly sessionId?: string;
    }
  | {
      readonly kind: "apiKey";
      readonly apiKeyId: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
    }
  | { readonly kind: "pipeline"; readonly pipelineRunId: string }
  | { readonly kind: "ci"; readonly pipelineRunId: string }
  | { readonly kind: "system"; readonly name: "setup" | "worker" | "inference" };

declare const proven: unique symbol;
/** An id that a gate (`openProject`, `authenticateKey`) has proven to be the actor's to use. */
export type ProjectId = string & { readonly [proven]: "ProjectId" };

export interface Services {
  readonly db: Database;
  readonly store: ObjectStore;
}

/** What verbs outside any project get: signing in, listing and creating projects. */
export interface Context extends Services {
  readonly actor: Actor;
}

export interface ProjectRef {
  readonly id: ProjectId;
  readonly slug: string;
  readonly name: string;
}

/** What verbs inside a project get. */
export interface ProjectContext extends Context {
  readonly project: ProjectRef;
  /** The member's role; null for actors that are no members (keys, pipelines, the system). */
  readonly role: Role | null;
}

export interface Call<Ctx, Input> {
  readonly ctx: Ctx;
  readonly input: Input;
}

/** What is written into `createdBy` and `actor` columns. */
export function actorRecord(actor: Actor): { kind: Actor["kind"]; id: string; name: string } {
  switch (actor.kind) {
    case "user":
      return { kind: "user", id: actor.userId, name: actor.name };
    case "apiKey":
      return { kind: "apiKey", id: actor.apiKeyId, name: actor.name };
    case "pipeline":
      return { kind: "pipeline", id: actor.pipelineRunId, name: "Pipeline" };
    case "ci":
      return { kind: "ci", id: actor.pipelineRunId, name: "CI run" };
    case "system":
      return { kind: "system", id: actor.name, name: "PipePilot" };
  }
}
