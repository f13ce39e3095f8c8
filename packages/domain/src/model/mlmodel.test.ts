import fc from "fast-check";
import { expect, it } from "vitest";
import { describeModel, UNDESCRIBED } from "./mlmodel";

const SKLEARN = `
artifact_path: model
flavors:
  python_function:
    env: {conda: conda.yaml}
    loader_module: mlflow.sklearn
  sklearn:
    code: null
    pickled_model: model.pkl
signature:
  inputs: '[{"type": "double", "name": "rooms", "required": true}, {"type": "string", "name": "near", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
  params: null
`;

it("takes a logged model's own flavor and its signature", () => {
  expect(describeModel(SKLEARN)).toEqual({
    family: "sklearn",
    task: "unknown",
    signature: {
      inputs: [
        { name: "rooms", type: "double", required: true },
        { name: "near", type: "string", required: false },
      ],
      outputs: [{ type: "tensor", required: true }],
    },
  });
});

it("calls a model that is only a Python function pyfunc, and one of ours by its family and task", () => {
  const none = { inputs: [], outputs: [] };
  expect(describeModel("flavors: {python_function: {}}")).toEqual({
    family: "pyfunc",
    task: "unknown",
    signature: none,
  });
  expect(describeModel("flavors: {pipepilot: {family: linear, task: regression}}")).toEqual({
    family: "linear",
    task: "regression",
    signature: none,
  });
  expect(describeModel("flavors: {pipepilot: {family: 3}}")).toMatchObject({ family: "pipepilot" });
});

it("numbers inputs that have no name, and calls any a type that nobody knows", () => {
  const inputs = JSON.stringify([{ type: "tensor" }, { type: "quaternion", name: "q" }]);
  expect(describeModel(`flavors: {x: {}}\nsignature: {inputs: '${inputs}'}`).signature.inputs).toEqual([
    { name: "0", type: "tensor", required: true },
    { name: "q", type: "any", required: true },
  ]);
});

it.each([
  "",
  "]",
  "a: *b",
  "flavors: 3",
  "- 1",
  "\u0000",
  "flavors: {__proto__: {}}",
  "a: &a [1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]",
])("says nothing of %j", (text) => {
  expect(describeModel(text).signature).toEqual(UNDESCRIBED.signature);
});

it("describes whatever is written", () => {
  const side = fc.oneof(fc.string(), fc.json(), fc.constant('[{"type":"double","name":"\\u0000"}]'));
  fc.assert(
    fc.property(fc.string(), side, side, (flavor, inputs, outputs) => {
      const text = JSON.stringify({ flavors: { [flavor]: {} }, signature: { inputs, outputs } });
      expect(describeModel(text).family.length).toBeLessThanOrEqual(100);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void describeModel(text)));
});
