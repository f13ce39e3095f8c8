import type { RunEnvironment } from "@pipepilot/domain/run/environment-schema";
import { differingKeys } from "../differing-keys";

export interface EnvironmentDifference {
  key: string;
  /** undefined where it is not known. */
  mine: string | undefined;
  other: string | undefined;
}

/** Where two environments are not the same: facts first, then packages. */
export function environmentDifferences(
  mine: Pick<RunEnvironment, "facts" | "packages">,
  other: Pick<RunEnvironment, "facts" | "packages">,
): { facts: EnvironmentDifference[]; packages: EnvironmentDifference[] } {
  const differing = (one: Record<string, string>, two: Record<string, string>) =>
    differingKeys([one, two]).map((key) => ({ key, mine: one[key], other: two[key] }));
  return {
    facts: differing(mine.facts, other.facts),
    packages: differing(mine.packages, other.packages),
  };
}
