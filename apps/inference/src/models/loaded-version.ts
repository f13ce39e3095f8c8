import type { ServedVersion } from "@pipepilot/domain/model/schema";
import type { Predictor } from "@pipepilot/ml";
import type { VersionStats } from "./version-stats";

/** A version in memory. Requests hold on to the one they began with, whatever replaces it meanwhile. */
export interface LoadedVersion {
  readonly version: ServedVersion;
  readonly predictor: Predictor;
  readonly loadedAt: Date;
  readonly sizeBytes: number;
  readonly stats: VersionStats;
  /** HTTP headers that name it, made once. */
  readonly headers: Readonly<Record<string, string>>;
}
