import { gradientBoosting } from "../src/families/gradient-boosting";
import { randomForest } from "../src/families/random-forest";
import type { ModelFamily } from "../src/family";
import { classificationMetrics } from "../src/metrics/classification";
import { belowByAtMost, type Figure } from "./figure";
import { loanFolds, type FoldSides } from "./loan-data";
import { mean } from "./measure";
import { writeSides, type Reference, type ReferenceJob } from "./reference";

const SEEDS = [0, 1, 2, 3, 4];

export interface LoanScores {
  readonly f1: number;
  readonly rocAuc: number;
}

/** F1 and ROC AUC on the loan file, means over five folds and five seeds, against scikit-learn on the same rows. */
export async function loanFigures(reference: Reference | null): Promise<Figure[]> {
  const folds = loanFolds("random_forest");
  const rows = reference && folds.map((fold, i) => writeSides(reference, `loan-${i}`, fold));
  const theirs = async (model: ReferenceJob["model"], params: ReferenceJob["params"]) => {
    if (!reference || !rows) return undefined;
    const jobs = SEEDS.flatMap((seed) =>
      rows.map((each): ReferenceJob => ({
        model,
        task: "classification",
        params: { ...params, random_state: seed },
        ...each,
        rounds: 1,
      })),
    );
    const answers = await reference.run(1, jobs);
    return {
      f1: mean(answers.map((each) => each.f1 ?? NaN)),
      rocAuc: mean(answers.map((each) => each.rocAuc ?? NaN)),
      against: `scikit-learn ${reference.versions["scikit-learn"]}`,
    };
  };
  const figures = (name: string, ours: LoanScores, given: Awaited<ReturnType<typeof theirs>>) => {
    const against = given?.against;
    return [
      { name: `${name}, loans: F1`, value: ours.f1, unit: "", reference: given?.f1, against },
      { name: `${name}, loans: ROC AUC`, value: ours.rocAuc, unit: "", reference: given?.rocAuc, against },
    ].map((figure) => belowByAtMost(figure, 0.01));
  };
  return [
    ...figures("forest, 100 trees", await loanScores(randomForest, {}, folds), await theirs("forest", {})),
    ...figures(
      "boosting, 100 iterations",
      await loanScores(gradientBoosting, { n_estimators: 100 }, folds),
      await theirs("hist_gradient_boosting", { max_iter: 100 }),
    ),
  ];
}

/** The family's means over the folds and seeds 0 to 4. */
export async function loanScores<Params>(
  family: ModelFamily<Params>,
  params: Readonly<Record<string, unknown>>,
  folds: readonly FoldSides[],
): Promise<LoanScores> {
  const parsed = family.params.parse(params);
  const scores: LoanScores[] = [];
  for (const seed of SEEDS) {
    for (const { train, test } of folds) {
      const model = await family.fit({ task: "classification", ...train, classCount: 2 }, parsed, { seed });
      const { f1, roc_auc } = classificationMetrics(
        test.y,
        model.predict(test.x),
        model.predictProba(test.x),
        2,
      );
      scores.push({ f1, rocAuc: roc_auc });
    }
  }
  return { f1: mean(scores.map((each) => each.f1)), rocAuc: mean(scores.map((each) => each.rocAuc)) };
}
