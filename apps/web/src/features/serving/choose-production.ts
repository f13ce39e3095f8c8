import type { ModelSummary } from "@pipepilot/domain/model/schema";

export interface ProductionVersion {
  model: string;
  number: number;
}

/** The versions in Production, and the one to ask: the model in the address, else the first. */
export function chooseProduction(
  models: readonly Pick<ModelSummary, "name" | "production">[],
  asked: string | null,
): { versions: ProductionVersion[]; chosen: ProductionVersion | undefined } {
  const versions = models.flatMap(({ name, production }) =>
    production ? [{ model: name, number: production.number }] : [],
  );
  return { versions, chosen: versions.find(({ model }) => model === asked) ?? versions[0] };
}
