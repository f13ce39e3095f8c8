import type { Role } from "@pipepilot/db";
import type { Scope } from "./api-key/schema";
import type { Actor, ProjectContext } from "./context";
import { DomainError } from "./errors";

/** `noun:verb`. Reading is one permission: a viewer sees the whole project. */
export type Permission =
  | "project:read"
  | "project:write"
  | "member:write"
  | "comment:write"
  | "comment:delete"
  | "dataset:write"
  | "pipeline:write"
  | "pipeline:run"
  | "run:write"
  | "run:purge"
  | "model:write"
  | "model:manage"
  | "model:transition"
  | "api-key:read"
  | "api-key:write"
  | "prediction:create"
  | "prediction:record"
  | "serving:report";

const VIEWER: Permission[] = ["project:read", "prediction:create"];
const CONTRIBUTOR: Permission[] = [
  ...VIEWER,
  "comment:write",
  "dataset:write",
  "pipeline:write",
  "pipeline:run",
  "run:write",
  "model:write",
];
const MAINTAINER: Permission[] = [
  ...CONTRIBUTOR,
  "comment:delete",
  "run:purge",
  "model:manage",
  "model:transition",
  "api-key:read",
  "api-key:write",
];
const OWNER: Permission[] = [...MAINTAINER, "project:write", "member:write"];

export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: OWNER,
  maintainer: MAINTAINER,
  contributor: CONTRIBUTOR,
  viewer: VIEWER,
};

export const SCOPE_PERMISSIONS: Record<Scope, readonly Permission[]> = {
  predict: ["prediction:create"],
  track: ["project:read", "run:write", "model:write", "model:manage"],
  ci: ["project:read", "dataset:write", "pipeline:run"],
  admin: MAINTAINER,
};

const PIPELINE: Permission[] = [
  "project:read",
  "run:write",
  "model:write",
  "model:manage",
  "model:transition",
];

export function permissionsOf(actor: Actor, role: Role | null): ReadonlySet<Permission> {
  switch (actor.kind) {
    case "user":
      return new Set(role ? ROLE_PERMISSIONS[role] : []);
    case "apiKey":
      return new Set(actor.scopes.flatMap((scope) => SCOPE_PERMISSIONS[scope]));
    case "pipeline":
      return new Set([...PIPELINE, "pipeline:run"]);
    case "ci":
      return new Set(["project:read", "run:write", "pipeline:run"]);
    case "system":
      return new Set([...OWNER, "prediction:record", "serving:report"]);
  }
}

/** The first beat of every verb. @throws DomainError permission_denied, naming what is missing */
export function authorise(ctx: ProjectContext, permission: Permission): void {
  if (permissionsOf(ctx.actor, ctx.role).has(permission)) return;
  const who = ctx.role
    ? `Your role in this project (${ctx.role})`
    : ctx.actor.kind === "apiKey"
      ? "This API key"
      : "This actor";
  throw new DomainError("permission_denied", `${who} does not allow ${permission}.`, {
    permission,
    role: ctx.role,
  });
}
