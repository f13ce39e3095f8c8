export {
  createEmbeddedInngest,
  type EmbeddedInngest,
  type EmbeddedInngestOptions,
} from "./create-embedded-inngest";
export { EmbeddedInngestError, type EmbeddedInngestErrorCode } from "./errors";
export type { EmbeddedInngestLogger } from "./logger";
export type { RetryBackoff } from "./state/backoff";
