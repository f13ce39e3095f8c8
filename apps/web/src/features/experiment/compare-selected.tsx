"use client";

import { useRouter } from "next/navigation";
import { Button } from "@pipepilot/ui/button";
import { MOST_COMPARED_RUNS } from "@pipepilot/domain/run/compare-schema";
import { Tooltip } from "@pipepilot/ui/tooltip";
import { writeRuns } from "@/features/compare/run-list";

interface CompareSelectedProps {
  /** Of the experiment that the comparison is called by. */
  base: string;
  selected: readonly string[];
  label?: string;
  /** What to do while there are too few. */
  tooFew?: string;
}

/** Leads to the comparison of the selected runs; says what is missing while it cannot. */
export function CompareSelected({
  base,
  selected,
  label = "Compare Selected",
  tooFew = "Select at least two runs.",
}: CompareSelectedProps) {
  const router = useRouter();
  const reason =
    selected.length < 2
      ? tooFew
      : selected.length > MOST_COMPARED_RUNS
        ? `Select at most ${MOST_COMPARED_RUNS} runs.`
        : null;
  const button = (
    <Button
      size="sm"
      aria-disabled={reason !== null || undefined}
      onClick={() => reason === null && router.push(`${base}/compare?runs=${writeRuns(selected)}`)}
    >
      {label}
    </Button>
  );
  return reason === null ? button : <Tooltip text={reason}>{button}</Tooltip>;
}
