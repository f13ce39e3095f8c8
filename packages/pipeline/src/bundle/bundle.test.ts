import { expect, it } from "vitest";
import { parse } from "yaml";
import { bundleTexts } from "./bundle";

const subject = {
  runId: "0123456789abcdef0123456789abcdef",
  family: "random_forest",
  task: "regression",
  target: "price",
  signature: {
    inputs: [{ name: "size", type: "double" as const, required: true }],
    outputs: [{ type: "double" as const, required: true as const }],
  },
  createdAt: "2026-01-02T03:04:05.678Z",
};

it("writes an MLmodel that MLflow's readers understand and that claims only the flavor that loads", () => {
  const texts = bundleTexts(subject);
  expect(Object.keys(texts).sort()).toEqual([
    "Dockerfile",
    "MLmodel",
    "conda.yaml",
    "python_env.yaml",
    "requirements.txt",
  ]);
  const mlModel = parse(texts.MLmodel) as Record<string, unknown>;
  expect(mlModel).toEqual({
    artifact_path: "model",
    flavors: {
      pipepilot: {
        data: "model",
        family: "random_forest",
        format_version: 1,
        target: "price",
        task: "regression",
      },
    },
    run_id: subject.runId,
    saved_input_example_info: {
      artifact_path: "input_example.json",
      pandas_orient: "split",
      type: "dataframe",
    },
    signature: {
      inputs: '[{"type":"double","name":"size","required":true}]',
      outputs: '[{"type":"double","required":true}]',
      params: null,
    },
    utc_time_created: "2026-01-02 03:04:05.678",
  });
  expect(bundleTexts(subject)).toEqual(texts);
});
