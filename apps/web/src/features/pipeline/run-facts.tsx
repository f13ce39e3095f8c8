import { isFinished, type PipelineRunDetail } from "@pipepilot/domain/pipeline/schema";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { ShortId } from "@pipepilot/ui/short-id";
import type { ReactNode } from "react";
import { datasetVersionHref } from "./pipeline-href";
import { RunDuration } from "./run-duration";
import { causeText } from "./run-text";

/** Why, on what, with what, when and for how long. */
export function RunFacts({ project, run }: { project: string; run: PipelineRunDetail }) {
  const { dataset, number } = run.datasetVersion;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2.5">
      <Fact term="Why">{causeText(run.cause, run.createdBy)}</Fact>
      <Fact term="Data">
        <Link href={datasetVersionHref(project, dataset, number)} className="hover:underline">
          {dataset} v{number}
        </Link>
      </Fact>
      <Fact term="Config">
        <a href="#config" className="hover:underline">
          Config {run.config.number}
        </a>{" "}
        <ShortId id={run.config.hash} kind="hash" />
      </Fact>
      <Fact term={run.startedAt ? "Started" : "Requested"}>
        <RelativeTime value={run.startedAt ?? run.createdAt} />
      </Fact>
      {run.finishedAt ? (
        <Fact term="Finished">
          <RelativeTime value={run.finishedAt} />
        </Fact>
      ) : null}
      <Fact term="Duration">
        <RunDuration {...run} live={!isFinished(run.status)} />
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{term}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}
