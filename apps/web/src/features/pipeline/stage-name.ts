import { STAGES, type StageName } from "@pipepilot/domain/model/schema";

/** Pipeline runs keep stages as words; only the known ones have a badge. */
export function isStageName(stage: string): stage is StageName {
  return (STAGES as readonly string[]).includes(stage);
}
