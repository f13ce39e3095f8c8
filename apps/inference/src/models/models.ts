import { DomainError } from "@pipepilot/domain/errors";
import type { ServedVersion, VersionSelector } from "@pipepilot/domain/model/schema";
import type { Caller } from "../access/caller";
import { invalidValue, ScoringError, unavailable } from "../scoring-error";
import type { LoadedVersion } from "./loaded-version";
import type { OtherVersions } from "./other-versions";
import type { Production } from "./production";
import type { ModelChoice, VersionFinder } from "./version-finder";

/** Which loaded version answers a request. */
export class Models {
  readonly #production: Production;
  readonly #others: OtherVersions;
  readonly #finder: VersionFinder;

  constructor(production: Production, others: OtherVersions, finder: VersionFinder) {
    this.#production = production;
    this.#others = others;
    this.#finder = finder;
  }

  /**
   * `model` null means the caller's default model; no selector means Production.
   * @throws DomainError not_found, nothing_in_production; ScoringError INVALID_PARAMETER_VALUE, TEMPORARILY_UNAVAILABLE
   */
  async select(
    caller: Caller,
    model: string | null,
    selector: VersionSelector | null,
  ): Promise<LoadedVersion> {
    const choice = model === null ? this.#defaultModel(caller) : { model };
    if (selector === null) {
      const inProduction = this.#inProduction(caller, choice);
      if (inProduction) return inProduction;
    }
    const version = await this.#finder.find(caller, choice, selector ?? {});
    return version.stage === "Production" ? this.#arriving(version) : this.#other(version);
  }

  #defaultModel(caller: Caller): ModelChoice {
    if (caller.defaultModelId !== null) return { modelId: caller.defaultModelId };
    const served = this.#production.ofProject(caller.projectId);
    if (served.length === 1) return { modelId: served[0].modelId };
    if (served.length === 0) {
      throw new DomainError(
        "nothing_in_production",
        "No model of this project has a Production version yet.",
      );
    }
    const names = served.map(({ model }) => model).sort();
    throw invalidValue(
      `This key has no default model and the project serves several. Ask /models/<name>/invocations, one of: ${names.join(", ")}.`,
    );
  }

  #inProduction(caller: Caller, choice: ModelChoice): LoadedVersion | undefined {
    if ("model" in choice) return this.#production.findByName(caller.projectId, choice.model);
    const loaded = this.#production.get(choice.modelId);
    return loaded?.version.projectId === caller.projectId ? loaded : undefined;
  }

  /** A Production version may be on its way into memory, or this process has not yet heard of it. */
  async #arriving(version: ServedVersion): Promise<LoadedVersion> {
    const { modelId, modelVersionId } = version;
    const here = () => {
      const loaded = this.#production.get(modelId);
      return loaded?.version.modelVersionId === modelVersionId ? loaded : undefined;
    };
    if (!here()) await this.#production.settled(modelVersionId);
    return here() ?? this.#other(version);
  }

  async #other(version: ServedVersion): Promise<LoadedVersion> {
    const inProduction = this.#production.get(version.modelId);
    if (inProduction?.version.modelVersionId === version.modelVersionId) return inProduction;
    try {
      return await this.#others.get(version);
    } catch (cause) {
      if (cause instanceof ScoringError) throw cause;
      throw unavailable(`Version ${version.number} of ${version.model} cannot be loaded.`, cause);
    }
  }
}
