import { z } from "zod";
import { distributionOf, drawEvenly } from "./distribution";
import { createGrid } from "./grid";
import { suggestEach, type Sampler } from "./sampler";
import type { SearchSpace } from "./space";
import { createTpe } from "./tpe";
import type { Direction } from "./trial";

/** How the next trial's parameters are chosen; names and defaults are Optuna's. */
export const samplerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("grid") }),
  z.strictObject({ kind: z.literal("random") }),
  z.strictObject({
    kind: z.literal("tpe"),
    n_startup_trials: z.int().min(0).default(10).describe("Trials drawn at random before the search learns"),
    n_ei_candidates: z
      .int()
      .min(1)
      .default(24)
      .describe("Values weighed against each other for each parameter"),
    prior_weight: z.number().gt(0).default(1).describe("Weight of the whole range against one trial"),
    consider_magic_clip: z.boolean().default(true),
    consider_endpoints: z.boolean().default(false),
    constant_liar: z.boolean().default(true).describe("Take running trials for bad ones, to try elsewhere"),
  }),
]);

export type SamplerOptions = z.output<typeof samplerSchema>;
export type TpeOptions = Extract<SamplerOptions, { kind: "tpe" }>;

export function createSampler(options: SamplerOptions, space: SearchSpace, direction: Direction): Sampler {
  if (options.kind === "grid") return createGrid(space);
  if (options.kind === "tpe") return createTpe(space, direction, options);
  return {
    suggest: (_id, _trials, random) =>
      suggestEach(space, random, (name, stream) => drawEvenly(distributionOf(space[name]), stream)),
  };
}
