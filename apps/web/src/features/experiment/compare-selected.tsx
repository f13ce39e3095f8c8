"use client";

import { useRouter } from "next/navigation";
import { Button } from "@pipepilot/ui/button";
import { Tooltip } from "@pipepilot/ui/tooltip";

const MOST = 50;

/** Leads to the comparison of the selected runs; says what is missing while it cannot. */
export function CompareSelected({ base, selected }: { base: string; selected: readonly string[] }) {
  const router = useRouter();
  const reason =
    selected.length < 2
      ? "Select at least two runs."
      : selected.length > MOST
        ? `Select at most ${MOST} runs.`
        : null;
  const button = (
    <Button
      size="sm"
      aria-disabled={reason !== null || undefined}
      onClick={() => reason === null && router.push(`${base}/compare?runs=${selected.join(",")}`)}
    >
      Compare Selected
    </Button>
  );
  return reason === null ? button : <Tooltip text={reason}>{button}</Tooltip>;
}
