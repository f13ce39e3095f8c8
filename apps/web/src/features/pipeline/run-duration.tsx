"use client";

import { formatDuration } from "@pipepilot/ui/format";
import { useNow } from "./use-now";

interface RunDurationProps {
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Whether it still goes on. */
  live: boolean;
}

/** How long it took, or has taken so far, going on by the second. */
export function RunDuration({ startedAt, finishedAt, live }: RunDurationProps) {
  const now = useNow(live);
  const end = finishedAt?.getTime() ?? (live ? now : null);
  if (!startedAt || end === null) return <span className="text-faint">–</span>;
  const milliseconds = Math.max(0, end - startedAt.getTime());
  // A figure that changes every second is read in whole seconds.
  const shown = finishedAt ? milliseconds : Math.floor(milliseconds / 1000) * 1000;
  return <span className="num">{formatDuration(shown)}</span>;
}
