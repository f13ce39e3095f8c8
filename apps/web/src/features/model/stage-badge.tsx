import { Badge } from "@pipepilot/ui/badge";
import type { Tone } from "@pipepilot/ui";
import type { StageName } from "@pipepilot/domain/model/schema";

const TONES: Record<StageName, Tone> = {
  None: "neutral",
  Development: "accent",
  Staging: "warn",
  Production: "good",
  Archived: "neutral",
};

export function StageBadge({ stage }: { stage: StageName }) {
  return (
    <Badge tone={TONES[stage]} outline={stage === "None"}>
      {stage === "None" ? "No stage" : stage}
    </Badge>
  );
}
