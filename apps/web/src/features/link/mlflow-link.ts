import type { LocateInput } from "@pipepilot/domain/project/locate";

/** MLflow's number of the experiment that is always there. */
const DEFAULT_EXPERIMENT = { id: "0", name: "Default" };

/** What to look for, from the closest on, and what to show of a model. */
export interface MlflowLink {
  readonly targets: readonly LocateInput[];
  readonly version: number | null;
}

/** What the part after # of an address names that MLflow's clients print; null for what they do not. */
export function readMlflowLink(link: string): MlflowLink | null {
  const [path] = link.split("?", 1);
  const [, noun, id, part, own] = path.split("/").map(decoded);
  if (noun === "experiments" && id) {
    const experiment =
      id === DEFAULT_EXPERIMENT.id ? { experiment: DEFAULT_EXPERIMENT.name } : { experimentId: id };
    const inside =
      part === "runs" && own ? [{ runId: own }] : part === "models" && own ? [{ loggedModelId: own }] : [];
    return { targets: [...inside, experiment], version: null };
  }
  if (noun === "runs" && id) return { targets: [{ runId: id }], version: null };
  if (noun !== "models" || !id) return null;
  const number = part === "versions" && /^[1-9]\d{0,8}$/.test(own ?? "") ? Number(own) : null;
  return { targets: [{ model: id }], version: number };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
