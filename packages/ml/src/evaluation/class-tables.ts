import { dataTable } from "./figure";
import { markup, type Markup } from "./markup";
import { countText, percentText } from "./number-text";
import type { ClassificationPictures, EvaluationReport } from "./schema";

type Classes = NonNullable<EvaluationReport["classes"]>;

/** Which class is taken for which; a cell is the darker, the more of its true class it holds. */
export function confusionTable(matrix: ClassificationPictures["confusion_matrix"], classes: Classes): Markup {
  const names = classes.map(String);
  const rows = matrix.map((counts, truth) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return [
      names[truth],
      ...counts.map((count, called) => {
        const share = total === 0 ? 0 : count / total;
        const kind = truth === called ? "hit" : "miss";
        return markup`<span class="cell ${kind}" style="--share:${(share * 100).toFixed(1)}%"><b>${countText(count)}</b><small>${percentText(share)}</small></span>`;
      }),
    ];
  });
  const table = dataTable(
    "Rows by true class (down) and predicted class (across)",
    ["True class", ...names],
    rows,
  );
  return markup`<section class="card confusion"><h3>Confusion matrix</h3>${table}</section>`;
}

/** Precision, recall and F1 of each class, and where its probability is best cut. */
export function classTables({ by_class, curves }: ClassificationPictures): Markup {
  const scores = by_class.map(({ class: label, precision, recall, f1, support }) => [
    String(label),
    percentText(precision),
    percentText(recall),
    f1.toFixed(4),
    countText(support),
  ]);
  const thresholds = curves.map(({ class: label, best_threshold: { f1, youden } }) => [
    String(label),
    threeDigits(f1?.threshold),
    threeDigits(f1?.value),
    threeDigits(youden?.threshold),
    threeDigits(youden?.value),
  ]);
  return markup`<section class="card"><h3>Classes</h3>
${dataTable("Scores by class", ["Class", "Precision", "Recall", "F1", "Rows"], scores)}
<h3 class="between">Best threshold</h3><p class="note">The probability from which on a row is best called the class: by F1, and by Youden's J, the true positive rate less the false positive rate.</p>
${dataTable("Best threshold by class", ["Class", "By F1", "F1 there", "By J", "J there"], thresholds)}</section>`;
}

function threeDigits(value: number | null | undefined): string {
  return value?.toFixed(3) ?? "–";
}
