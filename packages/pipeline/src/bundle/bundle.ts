import type { Signature } from "@pipepilot/ml";
import { signatureToMlflow } from "@pipepilot/ml";
import { stringify } from "yaml";
import { DOCKERFILE } from "./dockerfile";

export interface BundleSubject {
  readonly runId: string;
  readonly family: string;
  readonly task: string;
  readonly target: string;
  readonly signature: Signature;
  /** ISO time */
  readonly createdAt: string;
}

/** Where the trained pipeline's own files stand in a bundle. */
export const BUNDLE_PATHS = {
  pipeline: "model/pipeline.json",
  model: "model/model.bin",
  inputExample: "input_example.json",
} as const;

/**
 * The descriptive files of an MLflow model directory. Together with the files at `BUNDLE_PATHS` they are the bundle.
 * The one flavor is `pipepilot`: nothing here loads in Python, so no `python_function` is claimed.
 */
export function bundleTexts(subject: BundleSubject): Record<string, string> {
  return {
    MLmodel: mlModel(subject),
    "conda.yaml": CONDA,
    "python_env.yaml": PYTHON_ENV,
    "requirements.txt": REQUIREMENTS,
    Dockerfile: DOCKERFILE,
  };
}

function mlModel({ runId, family, task, target, signature, createdAt }: BundleSubject): string {
  return stringify({
    artifact_path: "model",
    flavors: {
      pipepilot: { data: "model", family, format_version: 1, target, task },
    },
    run_id: runId,
    saved_input_example_info: {
      artifact_path: BUNDLE_PATHS.inputExample,
      pandas_orient: "split",
      type: "dataframe",
    },
    signature: signatureToMlflow(signature),
    utc_time_created: createdAt.replace("T", " ").replace("Z", ""),
  });
}

const NOTE =
  "# This model is loaded by PipePilot's inference service, which runs on Node.js and needs no Python package.\n";

const CONDA = `${NOTE}name: pipepilot-model
channels:
  - conda-forge
dependencies:
  - nodejs>=20.19
`;

const PYTHON_ENV = `${NOTE}python: "3"
build_dependencies: []
dependencies: []
`;

const REQUIREMENTS = NOTE;
