import { expect, it } from "vitest";
import { readDataset } from "./dataset-input";

const dataset = {
  name: "d",
  digest: "1",
  sourceType: "http",
  source: "",
  schema: null,
  profile: null,
  tags: [],
};

it("tells what a client said of a dataset", () => {
  expect(
    readDataset({
      ...dataset,
      source: '{"url":"https://example.com/a.csv"}',
      profile: '{"num_rows":300,"num_elements":1800}',
      schema: '{"mlflow_colspec":[{"type":"double","name":"a","required":true},{"type":"long"}]}',
      tags: [{ key: "mlflow.data.context", value: "training" }],
    }),
  ).toEqual({
    context: "training",
    source: "https://example.com/a.csv",
    rows: 300,
    columns: [
      { name: "a", type: "double" },
      { name: "1", type: "long" },
    ],
  });
});

it("leaves out what is of no known form", () => {
  for (const odd of ["", "{", "[]", "7", '{"num_rows":"many","mlflow_colspec":{},"uri":7}'])
    expect(readDataset({ ...dataset, source: odd, profile: odd, schema: odd })).toEqual({
      context: null,
      source: odd,
      rows: null,
      columns: [],
    });
});
