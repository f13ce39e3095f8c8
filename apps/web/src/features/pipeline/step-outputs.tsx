import type { PipelineRunDetail, StepRunView } from "@pipepilot/domain/pipeline/schema";
import { formatBytes } from "@pipepilot/ui/format";
import { KeyValueList } from "@pipepilot/ui/key-value-list";
import { Link } from "@pipepilot/ui/link";
import { ShortId } from "@pipepilot/ui/short-id";
import { trackedRunHref } from "./pipeline-href";
import { stepFacts } from "./step-facts";
import { StepMetrics } from "./step-metrics";

interface StepOutputsProps {
  project: string;
  run: PipelineRunDetail;
  step: StepRunView;
}

/** What a step made: facts, and references to bytes by their hash. */
export function StepOutputs({ project, run, step: { outputs } }: StepOutputsProps) {
  if (!outputs) return null;
  const tracked = run.candidates.find(({ id }) => id === (outputs.facts.runId ?? outputs.facts.trainedInRun));
  const facts = [
    ...(tracked
      ? [
          {
            key: "run",
            term: "Run",
            value: (
              <Link
                href={trackedRunHref(project, tracked.experiment, tracked.id)}
                className="hover:underline"
              >
                {tracked.name}
              </Link>
            ),
          },
        ]
      : []),
    ...stepFacts(outputs.facts).map(({ key, term, text }) => ({ key, term, value: text })),
  ];
  return (
    <>
      <StepMetrics metrics={outputs.facts.metrics} />
      {facts.length > 0 ? <KeyValueList items={facts} /> : null}
      {outputs.blobs.length > 0 ? (
        <div>
          <h4 className="mb-1 text-sm font-medium text-muted">Outputs</h4>
          <ul>
            {outputs.blobs.map(({ name, hash, size }) => (
              <li
                key={name}
                className="flex min-w-0 items-center gap-2.5 border-b border-line py-[5px] last:border-b-0"
              >
                <code className="min-w-0 flex-1 truncate" title={name}>
                  {name}
                </code>
                <span className="num shrink-0 text-muted">{formatBytes(size)}</span>
                <ShortId id={hash} kind="hash" />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}
