import type { ArtifactRoot } from "../artifact/schema";

/** What a run ran in. */
export interface RunEnvironment {
  /** Versions, platform, git commit, source. */
  facts: Record<string, string>;
  /** Python packages by name; "" is any version. */
  packages: Record<string, string>;
  /** The file that names the packages; null where there is none. */
  packagesFrom: (ArtifactRoot & { path: string }) | null;
}
