import type { ServedVersion } from "@pipepilot/domain/model/schema";
import type { LoadedVersion } from "./loaded-version";

export interface FailedLoad {
  readonly version: ServedVersion;
  readonly error: string;
  readonly atMs: number;
}

export interface ProductionOptions {
  /** What is Production now, of all projects. */
  readonly list: () => Promise<ServedVersion[]>;
  readonly load: (version: ServedVersion) => Promise<LoadedVersion>;
  /** Something is loaded, failed or dropped that was not before. */
  readonly onChange: () => void;
  readonly onFailure: (version: ServedVersion, error: unknown) => void;
  /** A bundle that failed is tried again after this time. */
  readonly retryAfterMs: number;
}

/**
 * The models in Production, in memory. A new version replaces the old one by one assignment, after it has been loaded and
 * has answered its example; one that cannot be loaded replaces nothing.
 */
export class Production {
  readonly #options: ProductionOptions;
  /** by model id */
  #wanted = new Map<string, ServedVersion>();
  readonly #loaded = new Map<string, LoadedVersion>();
  readonly #failed = new Map<string, FailedLoad>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #modelIds = new Map<string, string>();
  #reading: Promise<void> | null = null;
  #again = false;

  constructor(options: ProductionOptions) {
    this.#options = options;
  }

  /** What answers for a model now. */
  get(modelId: string): LoadedVersion | undefined {
    return this.#loaded.get(modelId);
  }

  findByName(projectId: string, model: string): LoadedVersion | undefined {
    const modelId = this.#modelIds.get(nameKey({ projectId, model }));
    return modelId === undefined ? undefined : this.#loaded.get(modelId);
  }

  ofProject(projectId: string): ServedVersion[] {
    return [...this.#wanted.values()].filter((version) => version.projectId === projectId);
  }

  loaded(): LoadedVersion[] {
    return [...this.#loaded.values()];
  }

  loading(): ServedVersion[] {
    return [...this.#wanted.values()].filter((version) => this.#loading.has(version.modelVersionId));
  }

  failed(): FailedLoad[] {
    return [...this.#failed.values()];
  }

  /** Resolves once a version that is on its way has arrived or failed. */
  async settled(modelVersionId: string): Promise<void> {
    await this.#loading.get(modelVersionId);
  }

  /**
   * Brings memory in line with the registry; calls that come meanwhile are answered by one more round.
   * Resolves when everything that was wanted is loaded or failed. Rejects when the registry cannot be read.
   */
  async sync(): Promise<void> {
    if (this.#reading) this.#again = true;
    else this.#reading = this.#read();
    await this.#reading;
    await Promise.all(this.#loading.values());
  }

  async #read(): Promise<void> {
    try {
      do {
        this.#again = false;
        this.#want(await this.#options.list());
      } while (this.#again);
    } finally {
      this.#reading = null;
    }
  }

  #want(versions: ServedVersion[]): void {
    this.#wanted = new Map(versions.map((version) => [version.modelId, version]));
    this.#modelIds.clear();
    for (const version of versions) this.#modelIds.set(nameKey(version), version.modelId);
    const ids = new Set(versions.map(({ modelVersionId }) => modelVersionId));
    let changed = false;
    for (const modelId of this.#loaded.keys()) {
      if (!this.#wanted.has(modelId)) changed = this.#loaded.delete(modelId) || changed;
    }
    for (const id of this.#failed.keys()) {
      if (!ids.has(id)) changed = this.#failed.delete(id) || changed;
    }
    for (const version of versions) changed = this.#ensure(version) || changed;
    if (changed) this.#options.onChange();
  }

  /** True where loading begins. */
  #ensure(version: ServedVersion): boolean {
    const { modelId, modelVersionId } = version;
    if (this.#loaded.get(modelId)?.version.modelVersionId === modelVersionId) return false;
    if (this.#loading.has(modelVersionId)) return false;
    const failure = this.#failed.get(modelVersionId);
    if (failure && Date.now() - failure.atMs < this.#options.retryAfterMs) return false;
    const loading = this.#bring(version).finally(() => this.#loading.delete(modelVersionId));
    this.#loading.set(modelVersionId, loading);
    return true;
  }

  async #bring(version: ServedVersion): Promise<void> {
    const { modelId, modelVersionId } = version;
    const isWanted = () => this.#wanted.get(modelId)?.modelVersionId === modelVersionId;
    try {
      const loaded = await this.#options.load(version);
      // It may have been replaced in the registry while it was being loaded.
      if (!isWanted()) return;
      this.#failed.delete(modelVersionId);
      this.#loaded.set(modelId, loaded);
    } catch (error) {
      if (!isWanted()) return;
      const message = error instanceof Error ? error.message : String(error);
      this.#failed.set(modelVersionId, { version, error: message, atMs: Date.now() });
      this.#options.onFailure(version, error);
    }
    this.#options.onChange();
  }
}

const nameKey = ({ projectId, model }: Pick<ServedVersion, "projectId" | "model">) => `${projectId}/${model}`;
