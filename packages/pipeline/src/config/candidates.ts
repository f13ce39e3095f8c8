import { FAMILIES, type FamilyId } from "@pipepilot/ml";
import { z } from "zod";

/** One model to train: its family and all of its parameters, flat as in the config. */
export interface CandidateConfig {
  readonly type: FamilyId;
  readonly [param: string]: unknown;
}

const MAX_CANDIDATES = 20;
const entry = z.record(z.string(), z.unknown());

/**
 * One candidate or a list of them. `type` is random_forest where it is absent, as in the classic tutorial. Each candidate's
 * parameters are checked by its family, which also fills in the defaults.
 */
export const candidatesSchema = z
  .union([entry, z.array(entry).min(1).max(MAX_CANDIDATES)], {
    error: `must be one candidate or a list of 1 to ${MAX_CANDIDATES}, such as { type: random_forest, n_estimators: 150 }`,
  })
  .transform((given, context): CandidateConfig[] => {
    const candidates = Array.isArray(given) ? given : [given];
    return candidates.map((candidate, index) => {
      const { config, issues } = parseCandidate(candidate);
      const at = Array.isArray(given) ? [index] : [];
      for (const issue of issues) context.addIssue({ ...issue, path: [...at, ...(issue.path ?? [])] });
      return config;
    });
  });

interface Issue {
  readonly code: "custom";
  readonly path: PropertyKey[];
  readonly message: string;
}

function parseCandidate({ type = "random_forest", ...params }: Record<string, unknown>): {
  config: CandidateConfig;
  issues: Issue[];
} {
  if (!isFamilyId(type)) {
    const message = `must be one of ${Object.keys(FAMILIES).join(", ")}`;
    return { config: { type: "random_forest" }, issues: [{ code: "custom", path: ["type"], message }] };
  }
  const parsed = FAMILIES[type].params.safeParse(params);
  if (parsed.success) return { config: { type, ...(parsed.data as object) }, issues: [] };
  return { config: { type }, issues: parsed.error.issues.flatMap((issue) => paramIssues(issue, type)) };
}

function paramIssues(issue: z.core.$ZodIssue, type: FamilyId): Issue[] {
  if (issue.code !== "unrecognized_keys")
    return [{ code: "custom", path: [...issue.path], message: issue.message }];
  return issue.keys.map((key) => ({
    code: "custom",
    path: [key],
    message: `is not a parameter of ${type}`,
  }));
}

function isFamilyId(type: unknown): type is FamilyId {
  return typeof type === "string" && Object.hasOwn(FAMILIES, type);
}

/** The candidate's parameters without its type. */
export function candidateParams({ type: _, ...params }: CandidateConfig): Record<string, unknown> {
  return params;
}

const ENSEMBLES: ReadonlySet<FamilyId> = new Set(["random_forest", "gradient_boosting"]);

/** How a candidate is called in lists: its family and, of ensembles, the number of trees, `random_forest_150`. */
export function candidateName(candidate: CandidateConfig): string {
  const size = ENSEMBLES.has(candidate.type) ? (candidate.max_iter ?? candidate.n_estimators) : undefined;
  return typeof size === "number" ? `${candidate.type}_${size}` : candidate.type;
}

/** Names that differ within one run: a repeated one gets its place. What is still to be tuned is not called by its trees. */
export function candidateNames(
  candidates: readonly CandidateConfig[],
  isTuned: (candidate: CandidateConfig) => boolean = () => false,
): string[] {
  const names = candidates.map((each) => (isTuned(each) ? `${each.type}_tuned` : candidateName(each)));
  return names.map((name, index) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}_${index + 1}`,
  );
}
