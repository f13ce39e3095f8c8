import type { RunStatusName } from "@pipepilot/domain/run/schema";
import { StatusDot } from "@pipepilot/ui/status-dot";

const WORDS = {
  RUNNING: ["accent", "Running"],
  SCHEDULED: ["neutral", "Scheduled"],
  FINISHED: ["good", "Finished"],
  FAILED: ["bad", "Failed"],
  KILLED: ["warn", "Killed"],
} as const satisfies Record<RunStatusName, unknown>;

export function RunStatus({ status }: { status: RunStatusName }) {
  const [tone, text] = WORDS[status];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StatusDot tone={tone} live={status === "RUNNING"} />
      {text}
    </span>
  );
}
