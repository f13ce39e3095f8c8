import type { PipelineRunStatus } from "@pipepilot/domain/pipeline/schema";
import { Badge } from "@pipepilot/ui/badge";
import { StatusDot } from "@pipepilot/ui/status-dot";
import { RUN_STATUS } from "./run-text";

export function RunStatusBadge({ status }: { status: PipelineRunStatus }) {
  const { tone, word } = RUN_STATUS[status];
  return (
    <Badge tone={tone} data-testid="run-status">
      {status === "running" ? <StatusDot tone={tone} live /> : null}
      {word}
    </Badge>
  );
}
