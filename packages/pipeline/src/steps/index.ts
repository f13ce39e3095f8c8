import { evaluate } from "./evaluate";
import { ingest } from "./ingest";
import { prepareStep } from "./prepare";
import { scoreChampion } from "./score-champion";
import { train } from "./train";
import { trial } from "./trial";
import { validate } from "./validate";

/** Every step that computes, by its id. Registering and promoting decide only: `decideRegistration`, `decidePromotion`. */
export const STEPS = {
  ingest,
  validate,
  prepare: prepareStep,
  trial,
  train,
  evaluate,
  "score-champion": scoreChampion,
} as const;

export type StepId = keyof typeof STEPS;
