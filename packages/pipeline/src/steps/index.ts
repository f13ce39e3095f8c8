import { evaluate } from "./evaluate";
import { ingest } from "./ingest";
import { prepareStep } from "./prepare";
import { scoreChampion } from "./score-champion";
import { train } from "./train";
import { validate } from "./validate";

/** Every step that computes, by its id. Registering and promoting decide only: `decideRegistration`, `decidePromotion`. */
export const STEPS = {
  ingest,
  validate,
  prepare: prepareStep,
  train,
  evaluate,
  "score-champion": scoreChampion,
} as const;

export type StepId = keyof typeof STEPS;
