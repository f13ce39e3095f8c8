import type { ServedVersion } from "@pipepilot/domain/model/schema";
import type { LoadedVersion } from "./loaded-version";

/** Versions that are asked for by number, stage or alias: loaded when needed, the longest unused ones dropped first. */
export class OtherVersions {
  readonly #load: (version: ServedVersion) => Promise<LoadedVersion>;
  readonly #maxBytes: number;
  readonly #onChange: () => void;
  /** by version id, the longest unused first */
  readonly #loaded = new Map<string, LoadedVersion>();
  #bytes = 0;

  constructor(options: {
    load: (version: ServedVersion) => Promise<LoadedVersion>;
    maxBytes: number;
    onChange: () => void;
  }) {
    this.#load = options.load;
    this.#maxBytes = options.maxBytes;
    this.#onChange = options.onChange;
  }

  /** @throws whatever is wrong with its bundle or the store */
  async get(version: ServedVersion): Promise<LoadedVersion> {
    const known = this.#loaded.get(version.modelVersionId);
    if (known) return this.#touch(known);
    const loaded = await this.#load(version);
    if (this.#loaded.has(version.modelVersionId)) return loaded;
    this.#bytes += loaded.sizeBytes;
    this.#touch(loaded);
    this.#makeRoom();
    this.#onChange();
    return loaded;
  }

  loaded(): LoadedVersion[] {
    return [...this.#loaded.values()];
  }

  /** Production holds it from now on. */
  release(modelVersionId: string): void {
    const known = this.#loaded.get(modelVersionId);
    if (!known) return;
    this.#loaded.delete(modelVersionId);
    this.#bytes -= known.sizeBytes;
  }

  #touch(loaded: LoadedVersion): LoadedVersion {
    const id = loaded.version.modelVersionId;
    this.#loaded.delete(id);
    this.#loaded.set(id, loaded);
    return loaded;
  }

  /** One version stays, however large: it is being asked for. */
  #makeRoom(): void {
    for (const id of [...this.#loaded.keys()]) {
      if (this.#bytes <= this.#maxBytes || this.#loaded.size <= 1) return;
      this.release(id);
    }
  }
}
