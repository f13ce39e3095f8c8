import "server-only";
import { DomainError } from "@pipepilot/domain/errors";
import type { ParsedConfig } from "@pipepilot/domain/pipeline/schema";
import { parsePipelineConfig } from "@pipepilot/pipeline/config/parse";

/** @throws DomainError config_invalid whose `problems` carry path, line and message for the editor */
export function parseConfigText(yaml: unknown): ParsedConfig {
  const result = parsePipelineConfig(typeof yaml === "string" ? yaml : "");
  if ("config" in result) return result.config;
  const text = result.problems
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join("; ");
  throw new DomainError("config_invalid", text, { problems: result.problems });
}
