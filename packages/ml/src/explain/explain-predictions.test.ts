import { beforeAll, describe, expect, it } from "vitest";
import { familyById } from "../families";
import type { FamilyId } from "../family";
import { loadPredictor, savePredictor } from "../predictor/bundle";
import { createPredictor } from "../predictor/create-predictor";
import type { Predictor } from "../predictor/predictor";
import { inferSignature } from "../predictor/signature";
import { homes, trainLinear } from "../predictor/testing";
import { prepareConfigSchema } from "../preparing/config";
import { fitPreparing } from "../preparing/fit";
import { categoryColumn, selectRows, type Table } from "../table";
import { encodeTarget } from "../target";
import { treeArrays } from "../trees/ensemble";
import type { PredictionExplanation } from "./explain-predictions";
import { splitImportance } from "./split-importance";
import { smallTrees } from "./testing";

const table = homes();
const rows = (from: number, to: number): Table =>
  selectRows(
    table,
    Int32Array.from({ length: to - from }, (_, i) => from + i),
  );

/** Trains a family as a pipeline does; the derived column is the only one that reads the age. */
async function train(family: FamilyId, target: string): Promise<Predictor> {
  const config = prepareConfigSchema.parse({ derive: { ratio: "size / (age + 1)" }, drop: ["age"] });
  const { task, rows: known, y, classes } = encodeTarget(table, target);
  const preparing = fitPreparing(table, known, config, { target, family });
  const { fit, params } = familyById(family);
  const data = { task, x: preparing.transform(table), y, classCount: classes?.length ?? 0 };
  const model = await fit(data, params.parse(family === "linear" ? {} : { n_estimators: 8 }), { seed: 1 });
  const inputs = preparing.inputs.map(({ name }) => name);
  const signature = inferSignature(table, inputs, { task, classes });
  return createPredictor({ task, target, classes, preparing, model, signature });
}

function expectSums({ values, predictions, base, outputs, columns }: PredictionExplanation): void {
  predictions.forEach((prediction, cell) => {
    const own = values.subarray(cell * columns.length, (cell + 1) * columns.length);
    const sum = own.reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(prediction - base[cell % outputs], 9);
  });
}

let prices: Predictor;
beforeAll(async () => {
  prices = createPredictor(await trainLinear(table, "price"));
});

describe("explaining a predictor's answers", () => {
  it("gives each column of a linear model what it adds, a one-hot column as a whole", async () => {
    const explained = await prices.explain(rows(0, 6), { background: table });
    expect([explained.method, explained.quantity, explained.classes]).toEqual(["sampling", "value", null]);
    expect(explained.columns).toEqual(["size", "rooms", "age", "place", "garden"]);
    expect([...explained.predictions]).toEqual(prices.predict(rows(0, 6)).predictions);
    expectSums(explained);
    const place = explained.columns.indexOf("place");
    const [bay, inland] = [explained.values[place], explained.values[5 + place]];
    expect(bay - inland).toBeCloseTo(10, 4);
  });

  it.each(["random_forest", "gradient_boosting"] as const)(
    "explains %s from its trees, by column",
    async (family) => {
      const predictor = await train(family, "price");
      const explained = await predictor.explain(rows(0, 10));
      expect(explained.method).toBe("tree_path_dependent");
      expect(new Set(explained.columns)).toEqual(new Set(["size", "rooms", "place", "garden", "ratio"]));
      expectSums(explained);
      const { predictions } = predictor.predict(rows(0, 10));
      explained.predictions.forEach((value, row) => expect(value).toBeCloseTo(Number(predictions[row]), 9));
      const again = await loadPredictor(savePredictor(predictor)).explain(rows(0, 10));
      expect(again).toEqual(explained);
      const over = await predictor.explain(rows(0, 10), { background: table });
      expect(over.method).toBe("tree_interventional");
      expectSums(over);
    },
  );

  it("samples the table's own columns where asked to, also those that only a derived column reads", async () => {
    const predictor = await train("random_forest", "price");
    const explained = await predictor.explain(rows(0, 3), { method: "sampling", background: table });
    expect(new Set(explained.columns)).toEqual(new Set(["size", "rooms", "age", "place", "garden"]));
    expectSums(explained);
    expect(
      explained.values.some((value, i) => i % 5 === explained.columns.indexOf("age") && value !== 0),
    ).toBe(true);
  });

  it("names the class that each output speaks of", async () => {
    const garden = await (await train("gradient_boosting", "garden")).explain(rows(0, 4));
    expect([garden.quantity, garden.outputs, garden.classes]).toEqual(["margin", 1, ["true"]]);
    const place = await (await train("random_forest", "place")).explain(rows(0, 4));
    expect([place.quantity, place.outputs, place.classes]).toEqual([
      "probability",
      3,
      ["BAY", "INLAND", "ISLAND"],
    ]);
    for (const explained of [garden, place]) expectSums(explained);
  });

  it("mixes tables that know different categories, missing and unseen ones among them", async () => {
    const strange = categoryColumn("place", ["MOON", null, "ISLAND"]);
    const odd = rows(0, 3);
    const mixed = { ...odd, columns: odd.columns.map((each) => (each.name === "place" ? strange : each)) };
    const explained = await prices.explain(mixed, { background: rows(10, 20) });
    expect([...explained.predictions]).toEqual(prices.predict(mixed).predictions);
    expectSums(explained);
  });

  it("asks for background rows where the family needs them, and for every column", async () => {
    await expect(prices.explain(rows(0, 1))).rejects.toMatchObject({ code: "background_missing" });
    const none = { background: rows(0, 0) };
    await expect(prices.explain(rows(0, 1), none)).rejects.toMatchObject({ code: "background_missing" });
    const narrow = { ...table, columns: table.columns.slice(1) };
    await expect(prices.explain(rows(0, 1), { background: narrow })).rejects.toMatchObject({
      code: "unknown_column",
    });
  });
});

describe("split importance", () => {
  it("counts the splits of every feature, as shares", async () => {
    const { model, trees } = await smallTrees("random_forest", 0);
    const counts = new Array<number>(5).fill(0);
    const { nodes } = treeArrays(trees);
    for (let i = 0; i < nodes.length; i += 3) counts[nodes[i] >>> 17]++;
    const total = nodes.length / 3;
    expect([...splitImportance(model)!]).toEqual(counts.map((count) => count / total));
    expect(splitImportance(prices.model)).toBeNull();
  });
});
