"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { BarChart } from "@pipepilot/ui/bar-chart";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { useTRPC } from "@/trpc/client";
import { IMPORTANCE_FILE, parseImportance } from "./importance";

const SHOWN = 12;

/** What the model looks at: by column as people know them, or by feature as it was encoded. */
export function FeatureImportance({ project, runId }: { project: string; runId: string }) {
  const trpc = useTRPC();
  const [encoded, setEncoded] = useState(false);
  const [all, setAll] = useState(false);
  const file = useQuery(trpc.run.readArtifact.queryOptions({ project, runId, path: IMPORTANCE_FILE }));
  const importance = file.data ? parseImportance(file.data.text) : null;
  if (!file.error && !importance) return null;
  const bars = encoded
    ? importance?.features.map(({ feature, importance: value }) => ({ label: feature, value }))
    : importance?.columns.map(({ column, importance: value }) => ({ label: column, value }));
  const hasEncoded = importance !== null && importance.features.length > importance.columns.length;
  return (
    <Card>
      <CardHeader
        title="Feature importance"
        actions={
          hasEncoded ? (
            <Button
              size="sm"
              variant="quiet"
              aria-pressed={encoded}
              onClick={() => setEncoded(!encoded)}
              className="aria-pressed:bg-sunken aria-pressed:text-text"
            >
              As encoded
            </Button>
          ) : null
        }
      />
      <CardBody className="flex flex-col items-start gap-3">
        {file.error ? <Alert tone="error">{file.error.message}</Alert> : null}
        {bars ? (
          <BarChart
            className="w-full"
            label="Importance, as a share of all"
            bars={all ? bars : bars.slice(0, SHOWN)}
            format={{ kind: "percent", digits: 1 }}
          />
        ) : null}
        {bars && bars.length > SHOWN ? (
          <Button size="sm" variant="quiet" onClick={() => setAll(!all)}>
            {all ? `Show the first ${SHOWN}` : `Show all ${bars.length}`}
          </Button>
        ) : null}
      </CardBody>
    </Card>
  );
}
