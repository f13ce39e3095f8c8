"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { Badge } from "@pipepilot/ui/badge";
import { Button } from "@pipepilot/ui/button";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { LinkButton } from "@pipepilot/ui/link-button";
import { useTRPC } from "@/trpc/client";
import { parseOverfitting, REPORT_FILE, reportHref } from "./report";

const TONES = { none: "good", mild: "warn", strong: "bad" } as const;
const TITLES = { none: "no overfitting", mild: "mild overfitting", strong: "strong overfitting" };

/** The verdict of the evaluation, and its whole report in a frame that may do nothing but show. */
export function EvaluationReport({ project, runId }: { project: string; runId: string }) {
  const trpc = useTRPC();
  const [shown, setShown] = useState(false);
  const file = useQuery(trpc.run.readArtifact.queryOptions({ project, runId, path: REPORT_FILE }));
  const overfitting = file.data ? parseOverfitting(file.data.text) : null;
  const href = reportHref(project, runId);
  return (
    <Card>
      <CardHeader
        title="Evaluation report"
        aside={
          overfitting?.verdict ? (
            <Badge tone={TONES[overfitting.verdict]}>{TITLES[overfitting.verdict]}</Badge>
          ) : null
        }
        actions={
          <>
            <Button size="sm" aria-expanded={shown} onClick={() => setShown(!shown)}>
              {shown ? "Hide" : "Show"}
            </Button>
            <LinkButton size="sm" href={href} target="_blank" rel="noreferrer">
              <ExternalLink aria-hidden="true" />
              Open in a new tab
            </LinkButton>
          </>
        }
      />
      <CardBody className="text-muted">
        {overfitting?.sentence ??
          "Metrics by side of the split and by slice, with the pictures that explain them."}
      </CardBody>
      {shown ? (
        <iframe
          sandbox=""
          src={href}
          title="Evaluation report"
          className="block h-[80vh] w-full rounded-b-lg border-t border-line"
        />
      ) : null}
    </Card>
  );
}
