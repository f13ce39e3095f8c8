import type { ModelVersionSummary } from "@pipepilot/domain/model/schema";
import type { Tone } from "@pipepilot/ui";
import { StatusDot } from "@pipepilot/ui/status-dot";

/** What running inference processes say of a version, by heartbeat; its stage is another matter. */
export function ServingMark({ version }: { version: Pick<ModelVersionSummary, "serving" | "stage"> }) {
  const { serving, stage } = version;
  // A version that left Production stays in memory for a while, and answers who asks for it by its number.
  if (serving?.state === "ready")
    return stage === "Production" ? (
      <Mark tone="good" text="currently serving" />
    ) : (
      <Mark tone="neutral" text="still loaded" />
    );
  if (serving?.state === "loading") return <Mark tone="accent" text="loading" />;
  if (serving?.state === "failed")
    return <Mark tone="bad" text={`failed to load${serving.error ? `: ${serving.error}` : ""}`} />;
  if (stage === "Production") return <Mark tone="warn" text="not served" />;
  return null;
}

function Mark({ tone, text }: { tone: Tone; text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-muted">
      <StatusDot tone={tone} />
      {text}
    </span>
  );
}
