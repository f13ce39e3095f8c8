import type { ModelVersionSummary } from "@pipepilot/domain/model/schema";
import { StatusDot } from "@pipepilot/ui/status-dot";

/** What running inference processes say of a version, by heartbeat; its stage is another matter. */
export function ServingMark({ version }: { version: Pick<ModelVersionSummary, "serving" | "stage"> }) {
  const { serving, stage } = version;
  if (serving?.state === "ready") return <Mark tone="good" text="currently serving" />;
  if (serving?.state === "loading") return <Mark tone="accent" text="loading" />;
  if (serving?.state === "failed")
    return <Mark tone="bad" text={`failed to load${serving.error ? `: ${serving.error}` : ""}`} />;
  if (stage === "Production") return <Mark tone="warn" text="not served" />;
  return null;
}

function Mark({ tone, text }: { tone: "good" | "accent" | "bad" | "warn"; text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-muted">
      <StatusDot tone={tone} />
      {text}
    </span>
  );
}
