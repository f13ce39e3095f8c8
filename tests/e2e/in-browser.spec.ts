import path from "node:path";
import {
  FAMILIES,
  encodeTarget,
  fitTransformPreparing,
  inferSignature,
  prepareConfigSchema,
} from "@pipepilot/ml";
import { savePredictor, tableFromRecords, tableToRecords, type FamilyId, type Table } from "@pipepilot/ml";
import { expect, test } from "@playwright/test";
import { build } from "esbuild";
import { answer, type Answer, type Question } from "./engine/answer";

/** Homes with every kind of trouble: missing values, rare and many categories, dates, outliers. */
function homes(): Table {
  const kinds = ["house", "flat", "loft", "hut"];
  const records = Array.from({ length: 240 }, (_, row) => ({
    size: row % 17 === 0 ? null : 20 + ((row * 37) % 101) * (row % 53 === 0 ? 40 : 1),
    rooms: 1 + (row % 6),
    kind: row % 19 === 0 ? null : kinds[(row * row) % kinds.length],
    street: `street ${(row * 7) % 40}`,
    sold: `20${10 + (row % 14)}-0${1 + (row % 9)}-1${row % 10}`,
    price: 1000 + ((row * 37) % 101) * 12 + (row % 6) * 150 + (row % 4) * 90,
    seller: ["agent", "owner", "bank"][(row + Math.floor(row / 5)) % 3],
  }));
  const numbers = new Set(["size", "rooms", "price"]);
  return tableFromRecords(
    records,
    Object.keys(records[0]).map((name) => ({ name, kind: numbers.has(name) ? "number" : "category" })),
  );
}

const PREPARE = prepareConfigSchema.parse({
  derive: { size_per_room: "size / rooms" },
  dates: { columns: { sold: ["year", "month", "dayofweek"] } },
  impute: { indicator: true },
  outliers: "clip_quantile",
  buckets: { rooms: 3 },
  encode: { default: "one_hot", columns: { street: "target", kind: "native" } },
});

const PARAMS: Partial<Record<FamilyId, object>> = {
  random_forest: { n_estimators: 12 },
  gradient_boosting: { n_estimators: 15 },
  neural_network: { max_iter: 3, batch_norm: true },
};

async function train(family: FamilyId, target: string): Promise<Question> {
  const table = homes();
  const encoded = encodeTarget(table, target);
  const { task, rows, classes } = encoded;
  const { preparing, x } = fitTransformPreparing(table, rows, PREPARE, {
    target,
    family,
    encodedTarget: encoded,
  });
  const y = Float64Array.from(rows, (row) => encoded.y[row]);
  const { fit, params } = FAMILIES[family];
  const data = { task, x, y, classCount: classes?.length ?? 0, categorical: preparing.categorical };
  const model = await fit(data, params.parse(PARAMS[family] ?? {}) as never, { seed: 3 });
  const inputs = preparing.inputs.map(({ name }) => name);
  const signature = inferSignature(table, inputs, { task, classes });
  const files = savePredictor({ task, target, classes, preparing, model, signature });
  const records = tableToRecords(table).slice(0, 25);
  return {
    files: Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]),
    ),
    body: JSON.stringify({
      dataframe_records: [...records, { ...records[1], kind: "castle", street: "new" }],
    }),
  };
}

/** Engines differ in the last digit of `exp`; what asks for none has to be the same to the last bit. */
const WITHOUT_EXP: readonly FamilyId[] = ["random_forest", "baseline"];

test("the engine prepares, answers and explains in the browser as it does on the server", async ({
  page,
}) => {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, "engine/answer.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "engine",
    platform: "browser",
    target: "es2023",
    external: ["@tensorflow/*"],
  });
  await page.goto("about:blank");
  await page.addScriptTag({ content: outputFiles[0].text });
  for (const family of Object.keys(FAMILIES) as FamilyId[]) {
    for (const target of ["price", "seller"]) {
      const question = await train(family, target);
      const here = await answer(question);
      const there = await page.evaluate(
        (asked) => (globalThis as unknown as { engine: { answer: typeof answer } }).engine.answer(asked),
        question,
      );
      const isExact = WITHOUT_EXP.includes(family) || (family === "gradient_boosting" && target === "price");
      const what = `${family} for ${target}`;
      expect(here.predictions, what).toHaveLength(26);
      expect(there.features, what).toEqual(here.features);
      expect(differences(numbersOf(there), numbersOf(here), isExact ? 0 : 1e-11), what).toEqual([]);
      if (target === "seller") expect(there.predictions, what).toEqual(here.predictions);
    }
  }
});

function numbersOf({ predictions, numbers }: Answer): number[] {
  return [...predictions.filter((each) => typeof each === "number"), ...numbers];
}

/** Numbers further apart than the tolerance, as a share of the larger or of 1. */
function differences(some: readonly number[], others: readonly number[], tolerance: number): number[] {
  const apart = some.map((value, i) => Math.abs(value - others[i]) / Math.max(1, Math.abs(value)));
  return some.length === others.length ? apart.filter((share) => !(share <= tolerance)) : [Infinity];
}
