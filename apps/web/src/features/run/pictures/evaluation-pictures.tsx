"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EvaluationReport } from "@pipepilot/ml/evaluation/schema";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { formatInteger } from "@pipepilot/ui/format";
import { LineChart, type LineSeries } from "@pipepilot/ui/line-chart";
import { Table } from "@pipepilot/ui/table";
import { useTRPC } from "@/trpc/client";
import { parsePictures, REPORT_FILE } from "../report";
import { histogramOutline, precisionRecallLines, rocLines, rowShares } from "./report-series";

const SIDES = { train: "training", validation: "validation", test: "test" } as const;
const HEIGHT = 220;

/** How a model errs: residuals of a regression, the confusion matrix and curves of a classification. */
export function EvaluationPictures({ project, runId }: { project: string; runId: string }) {
  const trpc = useTRPC();
  const file = useQuery(trpc.run.readArtifact.queryOptions({ project, runId, path: REPORT_FILE }));
  const text = file.data?.text;
  const report = useMemo(() => (text === undefined ? null : parsePictures(text)), [text]);
  if (!report) return null;
  const { regression, classification, target, classes } = report;
  return (
    <Card>
      <CardHeader
        title={regression ? "Residuals" : "Confusion and curves"}
        aside={<span className="text-sm text-muted">on the {SIDES[report.judged_on]} rows</span>}
      />
      <CardBody className="grid grid-cols-1 gap-6">
        {regression ? <Residuals regression={regression} target={target} /> : null}
        {classification ? (
          <>
            <ConfusionMatrix matrix={classification.confusion_matrix} classes={classes ?? []} />
            {classification.curves.length > 0 ? (
              <>
                <CurveChart
                  title="ROC curve"
                  series={rocLines(classification.curves)}
                  x="false positive rate"
                  y="true positive rate"
                />
                <CurveChart
                  title="Precision and recall"
                  series={precisionRecallLines(classification.curves)}
                  x="recall"
                  y="precision"
                />
              </>
            ) : null}
          </>
        ) : null}
      </CardBody>
    </Card>
  );
}

function CurveChart({ title, series, x, y }: { title: string; series: LineSeries[]; x: string; y: string }) {
  const format = { kind: "percent", digits: 0 } as const;
  return (
    <div className="min-w-0">
      <h3 className="mb-1.5 font-medium">{title}</h3>
      <LineChart {...{ title, series }} x={{ label: x, format }} y={{ label: y, format }} height={HEIGHT} />
    </div>
  );
}

function Residuals({
  regression,
  target,
}: {
  regression: NonNullable<EvaluationReport["regression"]>;
  target: string;
}) {
  const { residual_histogram: histogram } = regression;
  const outside = histogram.below + histogram.above;
  return (
    <div>
      <LineChart
        title="Residuals"
        series={[histogramOutline(histogram)]}
        x={{ label: `${target}: true value minus prediction` }}
        y={{ label: "rows", format: { kind: "integer" } }}
        height={HEIGHT}
      />
      {outside > 0 ? (
        <p className="text-sm text-muted">{formatInteger(outside)} rows lie outside, at the far ends.</p>
      ) : null}
    </div>
  );
}

/** True classes by predicted ones; the shade repeats the share of the true class. */
function ConfusionMatrix({
  matrix,
  classes,
}: {
  matrix: readonly (readonly number[])[];
  classes: readonly (string | number)[];
}) {
  const shares = rowShares(matrix);
  return (
    <Table maxHeight="420px" scrollLabel="Confusion matrix" className="w-auto">
      <caption className="mb-1.5 text-left font-medium">Confusion matrix</caption>
      <thead>
        <tr>
          <th scope="col" className="px-2.5 py-1.5 text-left text-sm font-normal text-muted">
            true, by predicted
          </th>
          {classes.map((name) => (
            <th key={name} scope="col" className="num px-2.5 py-1.5 text-right text-sm font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {matrix.map((row, truth) => (
          <tr key={truth}>
            <th scope="row" className="px-2.5 py-1.5 text-left text-sm font-medium">
              {classes[truth]}
            </th>
            {row.map((count, predicted) => {
              const share = shares[truth][predicted] ?? 0;
              const color = truth === predicted ? "--good" : "--bad";
              return (
                <td
                  key={predicted}
                  className="num border border-line px-2.5 py-1.5 text-right"
                  style={{
                    background: `color-mix(in srgb, var(${color}) ${Math.round(share * 22)}%, var(--panel))`,
                  }}
                >
                  {formatInteger(count)}{" "}
                  <span className="text-sm text-muted">{Math.round(share * 100)} %</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
