import type { ServingState } from "../model/schema";
import type { ActorRecord } from "../run/schema";
import type { ServingFigures } from "../serving/schema";

/** What of a model is in Production, and how it really fares. */
export interface ProductionCard {
  model: string;
  number: number;
  modelVersionId: string;
  family: string;
  /** The experiment's primary metric of the run it was made of. */
  metric: { key: string; value: number } | null;
  /** When it was moved to Production, and by whom; null where nobody recorded it. */
  since: Date | null;
  by: ActorRecord | null;
  /** Of live processes; null where none has it. */
  serving: ServingState | null;
  /** Of live processes; null where none has it. */
  figures: ServingFigures | null;
}
