import { beforeAll, describe, expect, it } from "vitest";
import type { InputError } from "../errors";
import { selectRows } from "../table";
import { loadPredictor, savePredictor } from "./bundle";
import { createPredictor } from "./create-predictor";
import type { Predictor } from "./predictor";
import { parseScoringInput } from "./scoring-input";
import { signatureToMlflow } from "./signature";
import { homes, trainLinear } from "./testing";

const ROW = { size: 12, rooms: 3, age: 1, place: "BAY", garden: true };
const COLUMNS = Object.keys(ROW);
const CELLS = Object.values(ROW);
const PRICE = 2 * 12 + 3 + 10;

let prices: Predictor;
let places: Predictor;
beforeAll(async () => {
  prices = createPredictor(await trainLinear(homes(), "price"));
  places = createPredictor(await trainLinear(homes(), "place"));
});

const ask = (body: unknown, type = "application/json", of = prices) =>
  of.predict(of.validateInput(parseScoringInput(type, body))).predictions;

function problemOf(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    return error as InputError;
  }
  throw new Error("nothing was refused");
}

describe("scoring", () => {
  it.each([
    ["dataframe_split", { dataframe_split: { columns: COLUMNS, data: [CELLS] } }],
    ["dataframe_split without columns", { dataframe_split: { index: [0], data: [CELLS] } }],
    ["dataframe_records", { dataframe_records: [ROW] }],
    ["instances of objects", { instances: [ROW], params: { any: 1 } }],
    ["instances of rows", { instances: [CELLS] }],
    ["inputs by column", { inputs: Object.fromEntries(COLUMNS.map((name, i) => [name, [CELLS[i]]])) }],
    ["inputs as rows", { inputs: [CELLS] }],
  ])("takes %s", (_, body) => {
    expect(ask(body)[0]).toBeCloseTo(PRICE, 5);
    expect(ask(JSON.stringify(body), "application/json; charset=utf-8")).toEqual(ask(body));
  });

  it("takes CSV in any order of columns, with extra ones", () => {
    const csv = 'note,place,garden,rooms,age,size\n"a, b",BAY,True,3,,12\n,INLAND,false,3.0,NA,1.2e1\n';
    const answers = ask(csv, "text/csv");
    expect(answers[0]).toBeCloseTo(PRICE, 5);
    expect(answers[1]).toBeCloseTo(PRICE - 10, 5);
  });

  it("ignores extra columns and takes absent optional and null values as missing", () => {
    const { age: _age, ...withoutAge } = ROW;
    expect(ask({ dataframe_records: [{ ...withoutAge, extra: {} }] })[0]).toBeCloseTo(PRICE, 5);
    expect(ask({ dataframe_records: [{ ...ROW, size: null, age: null }] })[0]).toEqual(expect.any(Number));
  });

  it("answers nothing for no rows", () => {
    expect(ask({ dataframe_records: [] })).toEqual([]);
    expect(ask({ dataframe_split: { columns: COLUMNS, data: [] } })).toEqual([]);
  });

  it("names every missing column with what is expected", () => {
    const error = problemOf(() => ask({ dataframe_records: [{ size: 1, place: "BAY" }] }));
    expect(error.message).toBe(
      "Model is missing inputs rooms, garden. Expected columns: size (double), rooms (long), age (double), place (string), garden (boolean).",
    );
    expect(error.facts.missingColumns).toEqual(["rooms", "garden"]);
    expect(error.code).toBe("invalid_input");
  });

  it("names the column, the row and the types of wrong values, never reading a text as a number", () => {
    const rows = [ROW, { size: "12", rooms: 2.5, age: true, place: 7, garden: "yes" }];
    const error = problemOf(() => ask({ dataframe_records: rows }));
    expect(error.facts.problems).toEqual([
      { column: "size", row: 1, expected: "a number (double)", received: 'the text "12"' },
      { column: "rooms", row: 1, expected: "a whole number (long)", received: "2.5" },
      { column: "age", row: 1, expected: "a number (double)", received: "true" },
      { column: "place", row: 1, expected: "a text (string)", received: "7" },
      { column: "garden", row: 1, expected: "true or false (boolean)", received: 'the text "yes"' },
    ]);
    expect(error.message).toContain(
      'column "size", row 1: expected a number (double), received the text "12"',
    );
    expect(() => ask("size,rooms,age,place,garden\nbig,1,1,BAY,true\n", "text/csv")).toThrow(
      'received the text "big"',
    );
  });

  it.each([
    ["{", "The body is not valid JSON."],
    [[], "exactly one of the fields dataframe_split, dataframe_records, instances, inputs"],
    [{ dataframe_records: [], inputs: [] }, "exactly one of the fields"],
    [{ dataframe_records: [1] }, "dataframe_records must be a list of objects"],
    [{ dataframe_split: { columns: ["a"] } }, "dataframe_split must be an object with columns and data"],
    [{ dataframe_split: { columns: ["a", "a"], data: [] } }, 'names "a" twice'],
    [{ dataframe_split: { columns: COLUMNS, data: [[1]] } }, "Row 0 has 1 values, there are 5 columns."],
    [{ instances: [[1, 2]] }, "Row 0 has 2 values, there are 5 columns."],
    [{ instances: "x" }, "instances must be a list of objects or a list of rows."],
    [{ inputs: { size: [1], rooms: [1, 2] } }, "inputs.rooms has 2 values, inputs.size has 1."],
    [{ inputs: { size: 1 } }, "inputs.size must be a list"],
    [{ inputs: [], params: 3 }, "params must be a JSON object."],
  ])("refuses %j", (body, message) => {
    expect(() => ask(body)).toThrow(message);
  });

  it("refuses other content types and broken CSV", () => {
    expect(() => ask("<a/>", "application/xml")).toThrow("application/xml is not supported");
    expect(() => ask("a,b\n1\n", "text/csv")).toThrow("Line 2: 1 cells, the header has 2.");
  });
});

describe("a predictor", () => {
  it("answers one row as it answers many", () => {
    const table = homes();
    const { predictions } = prices.predict(table);
    predictions.forEach((value, row) => {
      expect(prices.predict(selectRows(table, Int32Array.of(row))).predictions[0]).toBeCloseTo(
        Number(value),
        9,
      );
    });
  });

  it("answers the data's own class labels, with probabilities when asked", () => {
    const table = selectRows(homes(), Int32Array.of(0, 1, 2));
    const { predictions, probabilities } = places.predict(table, { probabilities: true });
    expect(places.classes).toEqual(["BAY", "INLAND", "ISLAND"]);
    expect(predictions[0]).toBe("BAY");
    expect(probabilities).toHaveLength(3);
    for (const row of probabilities!) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(places.predict(table).probabilities).toBeUndefined();
  });

  it("reports categories that training never saw", () => {
    const table = prices.validateInput(
      parseScoringInput("application/json", { instances: [{ ...ROW, place: "MOON" }] }),
    );
    expect(prices.predict(table).unseen).toEqual([{ column: "place", category: "MOON", rows: 1 }]);
  });

  it("has a signature as MLflow writes it", () => {
    expect(signatureToMlflow(prices.signature)).toEqual({
      inputs:
        '[{"type":"double","name":"size","required":true},{"type":"long","name":"rooms","required":true},' +
        '{"type":"double","name":"age","required":false},{"type":"string","name":"place","required":true},' +
        '{"type":"boolean","name":"garden","required":true}]',
      outputs: '[{"type":"double","required":true}]',
      params: null,
    });
    expect(places.signature.outputs).toEqual([{ type: "string", required: true }]);
  });
});

describe("a saved predictor", () => {
  it("answers the same after it was loaded, and saves the same bytes again", () => {
    for (const predictor of [prices, places]) {
      const files = savePredictor(predictor);
      const again = loadPredictor(files);
      expect(again.predict(homes(), { probabilities: true })).toEqual(
        predictor.predict(homes(), { probabilities: true }),
      );
      expect(again.signature).toEqual(predictor.signature);
      expect(savePredictor(again)).toEqual(files);
    }
  });

  it("is refused when a file is missing, damaged or of another model", () => {
    const files = savePredictor(prices);
    const { "model.bin": _model, ...withoutModel } = files;
    expect(() => loadPredictor(withoutModel)).toThrow("The model bundle has no model.bin.");
    expect(() => loadPredictor({ ...files, "model.bin": new Uint8Array(3) })).toThrow(
      "not a saved linear model",
    );
    expect(() => loadPredictor({ ...files, "pipeline.json": new Uint8Array(3) })).toThrow(
      "pipeline.json cannot be read",
    );
    expect(() => loadPredictor({ ...files, "model.bin": savePredictor(places)["model.bin"] })).toThrow(
      "do not belong together",
    );
  });
});
