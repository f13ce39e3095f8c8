import { isLearningError } from "@pipepilot/ml/errors";
import { parseScoringInput, type ScoringInput } from "@pipepilot/ml/predictor/scoring-input";
import { versionSelector, type VersionSelector } from "@pipepilot/domain/model/schema";
import { badRequest, invalidValue, ScoringError } from "../scoring-error";

/**
 * A body of MLflow's scoring protocol, its syntax checked.
 * @throws ScoringError BAD_REQUEST, PAYLOAD_TOO_LARGE
 */
export function readInput(contentType: string | undefined, body: unknown, maxRows: number): ScoringInput {
  if (typeof body !== "string" || body.trim() === "") {
    throw badRequest("The body is empty. Send rows as application/json or text/csv.");
  }
  const input = parse(contentType, body);
  const rowCount = countRows(input);
  if (rowCount === 0) throw badRequest("The request has no rows.");
  if (rowCount > maxRows) {
    const message = `The request has ${rowCount} rows; at most ${maxRows} are answered at once. Send several requests.`;
    throw new ScoringError(413, "PAYLOAD_TOO_LARGE", message);
  }
  return input;
}

function parse(contentType: string | undefined, body: string): ScoringInput {
  try {
    return parseScoringInput(contentType, body);
  } catch (error) {
    throw isLearningError(error) ? badRequest(error.message) : error;
  }
}

export function countRows(input: ScoringInput): number {
  return input.kind === "records" ? input.records.length : input.rows.length;
}

const SELECTORS = ["version", "stage", "alias"] as const;

/** `?version=3`, `?stage=Staging` or `?alias=champion`; null without any. @throws ScoringError INVALID_PARAMETER_VALUE */
export function readSelector(query: Readonly<Record<string, unknown>>): VersionSelector | null {
  const given: Record<string, unknown> = {};
  for (const name of SELECTORS) if (query[name] !== undefined) given[name] = query[name];
  if (Object.keys(given).length === 0) return null;
  const isNumber = typeof given.version === "string" && /^\d{1,9}$/.test(given.version);
  const result = versionSelector.safeParse(isNumber ? { ...given, version: Number(given.version) } : given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => [...issue.path, issue.message].join(": "));
    throw invalidValue(`The query is not usable. ${problems.join("; ")}`);
  }
  return result.data.stage === "Production" ? null : result.data;
}
