"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { BarChart } from "@pipepilot/ui/bar-chart";
import { Button } from "@pipepilot/ui/button";
import { formatSignificant } from "@pipepilot/ui/format";
import { useTRPC } from "@/trpc/client";
import type { Cell } from "./ask-model";
import { explainedQuantity, sortContributions } from "./contributions";

const SHOWN = 10;

interface WhyAnswerProps {
  project: string;
  model: string;
  /** The one that answered. */
  version: number;
  row: Record<string, Cell>;
}

/** How each column moved the answer away from what the model expects of any row. */
export function WhyAnswer(asked: WhyAnswerProps) {
  const trpc = useTRPC();
  const explain = useMutation(trpc.serving.explain.mutationOptions());
  const [all, setAll] = useState(false);
  const { data, error } = explain;
  const bars = data ? sortContributions(data.contributions) : [];
  return (
    <div className="mt-4 flex flex-col items-start gap-3 border-t border-line pt-3.5">
      {data ? null : (
        <Button size="sm" loading={explain.isPending} onClick={() => explain.mutate(asked)}>
          Why this answer
        </Button>
      )}
      {error ? <Alert tone="error">{error.message}</Alert> : null}
      {data ? (
        <>
          <p>
            <b className="font-semibold">Why this answer.</b>{" "}
            <span className="text-muted">
              {explainedQuantity(data)}: expected of any row <Figure value={data.base} />, moved by the
              columns of this one by <Figure value={data.prediction - data.base} /> to{" "}
              <Figure value={data.prediction} />.
            </span>
          </p>
          <BarChart
            className="w-full"
            label="Contributions by column"
            bars={all ? bars : bars.slice(0, SHOWN)}
            format={{ kind: "significant", digits: 4 }}
          />
          {bars.length > SHOWN ? (
            <Button size="sm" variant="quiet" onClick={() => setAll(!all)}>
              {all ? `Show the first ${SHOWN}` : `Show all ${bars.length}`}
            </Button>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function Figure({ value }: { value: number }) {
  return <span className="num text-text">{formatSignificant(value, 5)}</span>;
}
