"use client";

import { useQuery } from "@tanstack/react-query";
import type { Reproduction, ReproductionVerdict } from "@pipepilot/domain/run/reproduction-schema";
import { Alert } from "@pipepilot/ui/alert";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { formatInteger } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { RelativeTime } from "@pipepilot/ui/relative-time";
import { Spinner } from "@pipepilot/ui/spinner";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";
import { pipelineRunHref, trackedRunHref } from "@/features/pipeline/pipeline-href";
import { useTRPC } from "@/trpc/client";

/** Whether the same came of training a run again, of it or by it; nothing where it never was. */
export function RunReproductions({ project, runId }: { project: string; runId: string }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.run.reproductions.queryOptions({ project, runId }));
  if (error) return <Alert tone="error">{error.message}</Alert>;
  if (!data || (!data.original && data.reproductions.length === 0)) return null;
  const { original, reproductions } = data;
  return (
    <Card>
      <CardHeader title="Reproduction" />
      <CardBody className="flex flex-col gap-4">
        {original ? (
          <div className="flex flex-col gap-2">
            <p>
              It reproduces{" "}
              <Link
                href={trackedRunHref(project, original.run.experiment, original.run.id)}
                className="font-medium hover:underline"
              >
                {original.run.name}
              </Link>
              .
            </p>
            {original.verdict ? <Verdict verdict={original.verdict} /> : <Going />}
          </div>
        ) : null}
        {reproductions.map((reproduction) => (
          <OneReproduction key={reproduction.pipelineRunId} {...{ project, reproduction }} />
        ))}
      </CardBody>
    </Card>
  );
}

const Going = () => (
  <p className="flex items-center gap-2 text-muted">
    <Spinner /> It is being trained.
  </p>
);

function OneReproduction({ project, reproduction }: { project: string; reproduction: Reproduction }) {
  const { pipeline, number, status, error, createdBy, createdAt, run, verdict } = reproduction;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">
        <Link
          href={pipelineRunHref(project, pipeline, number)}
          className="font-medium text-text hover:underline"
        >
          {pipeline} run {number}
        </Link>
        {createdBy ? ` by ${createdBy}` : ""}, <RelativeTime value={createdAt} />
        {run ? (
          <>
            , as{" "}
            <Link
              href={trackedRunHref(project, run.experiment, run.id)}
              className="text-text hover:underline"
            >
              run {run.id.slice(0, 8)}
            </Link>
          </>
        ) : null}
      </p>
      {verdict ? (
        <Verdict verdict={verdict} />
      ) : status === "failed" || status === "cancelled" ? (
        <Alert tone={status === "failed" ? "error" : "info"}>{error?.message ?? `It was ${status}.`}</Alert>
      ) : (
        <Going />
      )}
    </div>
  );
}

/** The answer first; then where it is not the same. */
function Verdict({ verdict }: { verdict: ReproductionVerdict }) {
  const { identical, compared, comparedSteps, differences, sameModel, changedInputs } = verdict;
  const model =
    sameModel === null ? "" : sameModel ? " The model has the same bytes." : " The model has other bytes.";
  return (
    <div className="flex flex-col gap-2.5">
      <p>
        <Badge tone={identical ? "good" : "bad"}>{identical ? "bit-identical" : "not the same"}</Badge>{" "}
        {identical
          ? `All ${compared} metrics have the same bits${comparedSteps > 0 ? `, at all ${formatInteger(comparedSteps)} steps of their histories` : ""}.`
          : `${differences.length} of ${compared} metrics differ.`}
        {model}
      </p>
      {changedInputs.length > 0 ? (
        <p className="text-muted">Not the same before: {changedInputs.join(", ")}.</p>
      ) : null}
      {differences.length > 0 ? (
        <Table maxHeight="320px" scrollLabel="Metrics that differ">
          <caption className="sr-only">Metrics that differ</caption>
          <thead>
            <tr>
              <Th>Metric</Th>
              <Th numeric>First</Th>
              <Th numeric>Again</Th>
              <Th numeric>Steps that differ</Th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ key, original, reproduced, steps, differingSteps }) => (
              <Tr key={key}>
                <Td>
                  <code>{key}</code>
                </Td>
                <Td numeric>{original}</Td>
                <Td numeric>{reproduced ?? <span className="text-muted">not logged</span>}</Td>
                <Td numeric>
                  {formatInteger(differingSteps)} of {formatInteger(steps)}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </div>
  );
}
