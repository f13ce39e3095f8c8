import type { PromotionDecision } from "@pipepilot/domain/pipeline/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { LinkButton } from "@pipepilot/ui/link-button";
import { StageBadge } from "@/features/model/stage-badge";
import { isStageName } from "./stage-name";
import { modelVersionHref } from "./pipeline-href";
import { OUTCOME } from "./run-text";

/** What the gate decided, in the words it decided it. */
export function RunDecision({ project, decision }: { project: string; decision: PromotionDecision }) {
  const { outcome, summary, reasons, model, challenger, stage } = decision;
  const { tone, word } = OUTCOME[outcome];
  return (
    <Card>
      <CardHeader
        title="Decision"
        aside={
          <>
            <Badge tone={tone}>{word}</Badge>
            {outcome === "promoted" && isStageName(stage) ? <StageBadge stage={stage} /> : null}
          </>
        }
        actions={
          model && challenger ? (
            <LinkButton size="sm" href={modelVersionHref(project, model, challenger.number)}>
              {model} v{challenger.number}
            </LinkButton>
          ) : null
        }
      />
      <CardBody>
        <p className="font-medium">{summary}</p>
        {reasons.length > 0 ? (
          <ul className="mt-2 flex flex-col gap-1 text-muted">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        ) : null}
      </CardBody>
    </Card>
  );
}
