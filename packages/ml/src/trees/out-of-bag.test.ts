import { describe, expect, it } from "vitest";
import { gradientBoosting } from "../families/gradient-boosting";
import { randomForest } from "../families/random-forest";
import type { TrainingData } from "../family";
import { createRandom } from "../random";
import { drawnRows } from "./build-forest-tree";

const ROWS = 60;

function sample(classCount: number, seed = 3): TrainingData {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: 3 * ROWS }, () => (random.next() < 0.1 ? NaN : random.int(12)));
  const y = Float64Array.from({ length: ROWS }, (_, row) => {
    const value = (data[3 * row] || 0) + random.normal();
    return classCount === 0 ? value : Math.max(0, Math.min(classCount - 1, Math.floor(value / 4)));
  });
  const task = classCount === 0 ? "regression" : "classification";
  return { task, x: { rowCount: ROWS, featureNames: ["a", "b", "c"], data }, y, classCount };
}

/** Each tree's answers, from forests that grow by one tree. */
async function answersByTree(data: TrainingData, trees: number): Promise<Float64Array[]> {
  const sums: Float64Array[] = [];
  for (let n = 1; n <= trees; n++) {
    const model = await randomForest.fit(data, randomForest.params.parse({ n_estimators: n }), { seed: 7 });
    const mean = data.classCount === 0 ? model.predict(data.x) : model.predictProba(data.x);
    sums.push(mean.map((value) => value * n));
  }
  return sums.map((sum, t) => (t === 0 ? sum : sum.map((value, i) => value - sums[t - 1][i])));
}

describe("the out-of-bag score", () => {
  it.each([0, 2, 3])("judges rows by the trees that did not draw them (%i classes)", async (classCount) => {
    const weights = Float64Array.from({ length: ROWS }, (_, row) => 1 + (row % 3));
    const data = { ...sample(classCount), weights };
    const trees = 4;
    const byTree = await answersByTree(data, trees);
    const width = classCount || 1;
    const drawn = byTree.map((_, tree) => drawnRows(7, tree, ROWS, ROWS));
    const judged = [...data.y.keys()].filter((row) => drawn.some((counts) => counts[row] === 0));
    const answer = (row: number) => {
      const votes = byTree.filter((_, tree) => drawn[tree][row] === 0);
      return Array.from(
        { length: width },
        (_, k) => votes.reduce((sum, answers) => sum + answers[row * width + k], 0) / votes.length,
      );
    };
    const sum = (of: (row: number) => number) =>
      judged.reduce((total, row) => total + weights[row] * of(row), 0);
    const total = sum(() => 1);
    const mean = sum((row) => data.y[row]) / total;
    // Equal shares go to the first class; shares taken apart from sums are not quite equal.
    const hit = (row: number) => {
      const shares = answer(row);
      return shares.findIndex((share) => share > Math.max(...shares) - 1e-9) === data.y[row] ? 1 : 0;
    };
    const expected =
      classCount === 0
        ? 1 - sum((row) => (data.y[row] - answer(row)[0]) ** 2) / sum((row) => (data.y[row] - mean) ** 2)
        : sum(hit) / total;
    const params = randomForest.params.parse({ n_estimators: trees, oob_score: true });
    const { facts } = await randomForest.fit(data, params, { seed: 7 });
    expect(facts["oob_score"]).toBeCloseTo(expected, 9);
  });

  it("is refused without bootstrap and absent unless asked for", async () => {
    const params = { n_estimators: 2, oob_score: true, bootstrap: false };
    const fit = randomForest.fit(sample(0), randomForest.params.parse(params), { seed: 1 });
    await expect(fit).rejects.toMatchObject({ code: "invalid_parameter", facts: { parameter: "oob_score" } });
    const plain = await randomForest.fit(sample(0), randomForest.params.parse({ n_estimators: 2 }), {
      seed: 1,
    });
    expect(plain.facts).not.toHaveProperty("oob_score");
  });
});

/** Row `i` as often as `times[i]` says. */
function repeated({ x, y, ...rest }: TrainingData, times: readonly number[]): TrainingData {
  const rows = times.flatMap((count, row) => new Array<number>(count).fill(row));
  const data = Float64Array.from(rows.flatMap((row) => [...x.data.subarray(3 * row, 3 * row + 3)]));
  return {
    ...rest,
    x: { ...x, rowCount: rows.length, data },
    y: Float64Array.from(rows, (row) => y[row]),
  };
}

describe("sample weights of trees", () => {
  const times = Array.from({ length: ROWS }, (_, row) => row % 3);
  it.each([0, 2, 3])("make a row count as often as it weighs (%i classes)", async (classCount) => {
    const data = sample(classCount);
    const weighted = { ...data, weights: Float64Array.from(times) };
    const twice = repeated(data, times);
    const fits = [
      [randomForest, { n_estimators: 2, bootstrap: false, max_depth: 4, max_features: 1 }],
      [gradientBoosting, { n_estimators: 5, min_samples_leaf: 1, max_depth: 3 }],
    ] as const;
    for (const [family, given] of fits) {
      const params = family.params.parse(given) as never;
      const [one, other] = await Promise.all(
        [weighted, twice].map((of) => family.fit(of, params, { seed: 1 })),
      );
      const answers = [one, other].map((model) =>
        classCount === 0 ? model.predict(data.x) : model.predictProba(data.x),
      );
      answers[0].forEach((value, i) => expect(value).toBeCloseTo(answers[1][i], 6));
    }
  });

  it("follow class_weight", async () => {
    const data = sample(2);
    const share = data.y.reduce((sum, value) => sum + value, 0) / ROWS;
    for (const [family, given] of [
      [randomForest, { n_estimators: 1, max_depth: 1, bootstrap: false, min_samples_leaf: 30 }],
      [gradientBoosting, { n_estimators: 1, max_leaf_nodes: 2, min_samples_leaf: 50 }],
    ] as const) {
      const params = family.params.parse({ ...given, class_weight: { "1": 3 } }) as never;
      const model = await family.fit(data, params, { seed: 1 });
      const expected = (3 * share) / (3 * share + 1 - share);
      const proba = model.predictProba(data.x);
      if (family === gradientBoosting) expect(proba[1]).toBeCloseTo(expected, 6);
      else expect(proba[1]).not.toBeCloseTo(share, 2);
    }
  });
});
