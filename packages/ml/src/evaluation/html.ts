import { METRICS, type MetricKey } from "../metrics/metrics";
import { FAMILIES, isFamilyId } from "../families";
import { classTables, confusionTable } from "./class-tables";
import { classificationFigures } from "./classification-figures";
import { markup, trusted, type Markup } from "./markup";
import { countText, metricText } from "./number-text";
import { PAGE_STYLE } from "./page-style";
import { regressionFigures } from "./regression-figures";
import { importanceTable, learningFigure, metricTable, sliceTable } from "./report-tables";
import type { EvaluationReport } from "./schema";

const SIDES = { train: "training", validation: "validation", test: "test" } as const;
/** What a reader looks at first, beside the primary metric. */
const HEADLINE: Record<EvaluationReport["task"], readonly MetricKey[]> = {
  regression: ["rmse", "r2", "mae", "mape"],
  classification: ["f1", "roc_auc", "pr_auc", "accuracy"],
};
/** No script, no address: what the page shows is all inside it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The report as one readable page: no scripts, nothing loaded, pictures as SVG with their numbers as tables, light and
 * dark by the reader's system, down to a phone's width. Names and categories are escaped.
 */
export function evaluationHtml(report: EvaluationReport, title = `Evaluation of ${report.target}`): string {
  const { regression, classification, classes, learning_curve, importance, slices } = report;
  const figures = [
    ...(regression ? regressionFigures(regression, report.target) : []),
    ...(classification ? classificationFigures(classification) : []),
    ...learning_curve.map(learningFigure),
  ].filter((each) => each !== null);
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${trusted(PAGE_STYLE)}</style></head><body><main>
${pageHeader(report, title)}
${keyFigures(report)}
${verdict(report.overfitting)}
<div class="grid-2">${metricTable(report)}${importance && importance.length > 0 ? importanceTable(importance) : null}</div>
${classification && classes ? markup`<div class="grid-2">${confusionTable(classification.confusion_matrix, classes)}${classTables(classification)}</div>` : null}
${figures.length > 0 ? markup`<h2 class="between">Pictures</h2><div class="grid-2">${figures}</div>` : null}
${slices.length > 0 ? markup`<h2 class="between">Slices of the ${SIDES[report.judged_on]} rows</h2><div class="grid-2">${slices.map((slice) => sliceTable(slice, report))}</div>` : null}
</main></body></html>
`.html;
}

function pageHeader({ family, task, target, judged_on, splits }: EvaluationReport, title: string): Markup {
  const model = isFamilyId(family) ? FAMILIES[family].title : family;
  const rows = countText(splits[judged_on]?.rows ?? 0);
  return markup`<header><h1>${title}</h1><p>${model}, ${task} of ${target}, judged on ${rows} ${SIDES[judged_on]} rows.</p></header>`;
}

function keyFigures({ task, primary_metric, judged_on, splits }: EvaluationReport): Markup {
  const keys = [...new Set([primary_metric, ...HEADLINE[task]])].slice(0, 4);
  const metrics = splits[judged_on]?.metrics ?? {};
  return markup`<dl class="figures">${keys.map(
    (key) => markup`<div><dt>${METRICS[key].title}</dt><dd>${metricText(key, metrics[key])}</dd></div>`,
  )}</dl>`;
}

function verdict({ verdict: word, sentence }: EvaluationReport["overfitting"]): Markup {
  return markup`<section class="card verdict"><h2>Overfitting</h2><span class="badge ${word ?? ""}">${word ?? "not judged"}</span><p>${sentence}</p></section>`;
}
