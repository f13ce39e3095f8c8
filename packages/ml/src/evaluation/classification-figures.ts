import { dataTable, everyFew, figure, legend } from "./figure";
import { markup, type Markup } from "./markup";
import { countText, numberText, percentText } from "./number-text";
import type { ClassCurves, ClassificationPictures } from "./schema";
import { picture, type Plane } from "./svg-frame";
import { dots, line, reference } from "./svg-marks";

const UNIT = { min: 0, max: 1 };
const TABLE_ROWS = 15;

/** ROC, precision-recall and calibration, of one class or of several beside each other. */
export function classificationFigures({ curves }: ClassificationPictures): Markup[] {
  const known = curves.filter(({ roc }) => roc.fpr.length > 0);
  if (known.length === 0) return [];
  return [rocFigure(known), prFigure(known), calibrationFigure(known)];
}

function rocFigure(curves: readonly ClassCurves[]): Markup {
  const drawn = unitPicture(
    "roc",
    "ROC curve",
    curves,
    "False positive rate",
    "True positive rate",
    (plane) => [
      reference(plane, [0, 0], [1, 1]),
      ...curves.map(({ roc }, at) => line(plane, roc.fpr, roc.tpr, at)),
    ],
  );
  const [{ roc, roc_auc }] = curves;
  const table =
    curves.length > 1
      ? byClass("ROC AUC by class", "ROC AUC", curves, (curve) => curve.roc_auc)
      : dataTable(
          "The ROC curve by threshold",
          ["Called positive from", "False positive rate", "True positive rate"],
          everyFew(roc.fpr.length, TABLE_ROWS).map((i) => [
            roc.thresholds[i] === null ? "none" : numberText(roc.thresholds[i]),
            percentText(roc.fpr[i]),
            percentText(roc.tpr[i]),
          ]),
        );
  const area = curves.length > 1 ? "" : ` The area under it is ${roc_auc?.toFixed(4) ?? "unknown"}.`;
  return figure("ROC", drawn, withLegend(`The grey diagonal is guessing.${area}`, curves), table);
}

function prFigure(curves: readonly ClassCurves[]): Markup {
  const drawn = unitPicture("pr", "Precision-recall curve", curves, "Recall", "Precision", (plane) =>
    curves.map(({ pr }, at) => line(plane, pr.recall, pr.precision, at)),
  );
  const [{ pr, average_precision, class: label }] = curves;
  const table =
    curves.length > 1
      ? byClass("Average precision by class", "Average precision", curves, (curve) => curve.average_precision)
      : dataTable(
          "The precision-recall curve by threshold",
          ["Called positive from", "Recall", "Precision"],
          everyFew(pr.recall.length, TABLE_ROWS).map((i) => [
            pr.thresholds[i] === null ? "none" : numberText(pr.thresholds[i]),
            percentText(pr.recall[i]),
            percentText(pr.precision[i]),
          ]),
        );
  const meaning =
    curves.length > 1
      ? "The higher the line stays, the fewer false alarms a found row costs."
      : `How many of the rows called ${label} are, by how many of them are found. The average precision is ${average_precision?.toFixed(4) ?? "unknown"}.`;
  return figure("Precision and recall", drawn, withLegend(meaning, curves), table);
}

function calibrationFigure(curves: readonly ClassCurves[]): Markup {
  const bins = (curve: ClassCurves) => curve.calibration.uniform;
  const most = bins(curves[0]).reduce((max, { rows }) => Math.max(max, rows), 1);
  const drawn = unitPicture(
    "calibration",
    "Calibration",
    curves,
    "Mean predicted probability",
    "Share of positives",
    (plane) => [
      reference(plane, [0, 0], [1, 1]),
      ...curves.map((curve, at) =>
        line(
          plane,
          bins(curve).map((bin) => bin.mean_predicted),
          bins(curve).map((bin) => bin.fraction_positive),
          at,
        ),
      ),
      curves.length > 1
        ? markup``
        : dots(
            plane,
            bins(curves[0]).map((bin) => bin.mean_predicted ?? 0),
            bins(curves[0]).map((bin) => bin.fraction_positive ?? 0),
            bins(curves[0]).map(({ rows }) => 1.5 + 4 * Math.sqrt(rows / most)),
          ),
    ],
  );
  const table = dataTable(
    "Calibration in bins of equal width",
    ["Predicted", "Class", "Rows", "Mean predicted", "Share of positives"],
    curves.flatMap((curve) =>
      bins(curve).map((bin) => [
        `${numberText(bin.lower)} to ${numberText(bin.upper)}`,
        String(curve.class),
        countText(bin.rows),
        percentText(bin.mean_predicted),
        percentText(bin.fraction_positive),
      ]),
    ),
  );
  const sizes = curves.length > 1 ? "" : " The larger a dot, the more rows it stands for.";
  const meaning = `On the diagonal a chance of 70% comes true 70 times in 100.${sizes}`;
  return figure("Calibration", drawn, withLegend(meaning, curves), table);
}

function unitPicture(
  id: string,
  title: string,
  curves: readonly ClassCurves[],
  x: string,
  y: string,
  draw: (plane: Plane) => readonly Markup[],
): Markup {
  const names = curves.map((curve) => String(curve.class)).join(", ");
  const description = `${y} by ${x.toLowerCase()}, for ${names}; its numbers stand in the table below.`;
  return picture({
    id,
    title,
    description,
    x: { label: x, domain: UNIT },
    y: { label: y, domain: UNIT },
    draw,
  });
}

function withLegend(meaning: string, curves: readonly ClassCurves[]): Markup {
  return markup`${legend(curves.map((curve) => String(curve.class)))}${meaning}`;
}

function byClass(
  caption: string,
  title: string,
  curves: readonly ClassCurves[],
  value: (curve: ClassCurves) => number | null,
): Markup {
  return dataTable(
    caption,
    ["Class", title],
    curves.map((curve) => [String(curve.class), value(curve)?.toFixed(4) ?? "–"]),
  );
}
