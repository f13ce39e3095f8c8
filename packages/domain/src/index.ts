export {
  actorRecord,
  type Actor,
  type Call,
  type Context,
  type ProjectContext,
  type ProjectId,
  type ProjectRef,
  type Services,
} from "./context";
export { DomainError, ERROR_KINDS, notFound, type ErrorCode, type ErrorKind } from "./errors";
export { parse } from "./parse";
export {
  authorise,
  permissionsOf,
  ROLE_PERMISSIONS,
  SCOPE_PERMISSIONS,
  type Permission,
} from "./permissions";
export { isUniqueViolation, transact } from "./transact";

// api-key
export { SCOPES, type CreateApiKeyInput, type Scope } from "./api-key/schema";

// event
export { EVENTS, type EventData, type EventName } from "./event/catalog";
export { CHANNELS, type LiveChange, type LiveNoun, type ServingChange } from "./event/channels";
export { announce, recordEvent } from "./event/record";

// project
export { createProject } from "./project/create";
export { openProject, openProjectAs } from "./project/open";
export type { CreateProjectInput } from "./project/schema";
