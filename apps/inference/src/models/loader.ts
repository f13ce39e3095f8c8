import type { ServedVersion } from "@pipepilot/domain/model/schema";
import { loadPredictor } from "@pipepilot/ml/predictor/bundle";
import { MODEL_FILE, PIPELINE_FILE } from "@pipepilot/ml/predictor/predictor";
import type { ObjectStore } from "@pipepilot/storage";
import { notServable } from "../scoring-error";
import type { LoadedVersion } from "./loaded-version";
import { fileNamed, isNamed, readBundle, type Bundle } from "./read-bundle";
import { VersionStats } from "./version-stats";
import { warmUp } from "./warm-up";

/** Brings versions into memory, each at most once at a time. */
export class Loader {
  readonly #store: ObjectStore;
  readonly #loading = new Map<string, Promise<LoadedVersion>>();
  /** Survive reloading, so that counts do not begin again. */
  readonly #stats = new Map<string, VersionStats>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Reads, verifies, builds and warms a version. @throws whatever is wrong with its bundle or the store */
  load(version: ServedVersion): Promise<LoadedVersion> {
    const running = this.#loading.get(version.modelVersionId);
    if (running) return running;
    const loading = this.#load(version).finally(() => this.#loading.delete(version.modelVersionId));
    this.#loading.set(version.modelVersionId, loading);
    return loading;
  }

  async #load(version: ServedVersion): Promise<LoadedVersion> {
    requireOurs(version);
    const bundle = await readBundle(this.#store, version.files);
    const predictor = loadPredictor(predictorFiles(bundle));
    warmUp(predictor, bundle);
    return {
      version,
      predictor,
      loadedAt: new Date(),
      sizeBytes: sizeOf(bundle),
      stats: this.#statsOf(version.modelVersionId),
      headers: {
        "x-pipepilot-model": encodeURIComponent(version.model),
        "x-pipepilot-version": String(version.number),
      },
    };
  }

  #statsOf(modelVersionId: string): VersionStats {
    const stats = this.#stats.get(modelVersionId) ?? new VersionStats();
    this.#stats.set(modelVersionId, stats);
    return stats;
  }
}

/**
 * What MLflow's clients register may stand in any stage, and may be many gigabytes: it is refused by the names of its
 * files, before one of them is read.
 */
function requireOurs({ model, number, family, files }: ServedVersion): void {
  if (files.some(({ path }) => isNamed(path, PIPELINE_FILE))) return;
  throw notServable(
    `Version ${number} of ${model} is no model that this service can load (${family}): it answers with models that PipePilot trained.`,
  );
}

function predictorFiles(bundle: Bundle): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const name of [PIPELINE_FILE, MODEL_FILE]) {
    const bytes = fileNamed(bundle, name);
    if (bytes) files[name] = bytes;
  }
  return files;
}

function sizeOf(bundle: Bundle): number {
  return [...bundle.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);
}
