"use client";

import type { Permission } from "@pipepilot/domain/permissions";
import { Button } from "@pipepilot/ui/button";
import { Tooltip } from "@pipepilot/ui/tooltip";

interface RunPipelineButtonProps {
  /** What the person may do here. */
  permissions: readonly Permission[];
  role: string | null;
  loading: boolean;
  onRun: () => void;
  children?: string;
}

/** Starts a run; who may not sees why. */
export function RunPipelineButton({
  permissions,
  role,
  loading,
  onRun,
  children = "Run pipeline",
}: RunPipelineButtonProps) {
  if (permissions.includes("pipeline:run"))
    return (
      <Button variant="primary" loading={loading} onClick={onRun}>
        {children}
      </Button>
    );
  return (
    <Tooltip text={`Your role (${role ?? "none"}) does not start runs; a contributor can.`}>
      <Button variant="primary" aria-disabled>
        {children}
      </Button>
    </Tooltip>
  );
}
