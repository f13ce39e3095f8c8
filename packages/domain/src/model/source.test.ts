import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors";
import { parseSource } from "./source";

const run = "0123456789abcdef0123456789abcdef";
const model = `m-${run}`;
const experiment = "0198b8a0-0000-7000-8000-000000000001";

describe("a source", () => {
  it.each([
    [`runs:/${run}/model`, { runId: run, under: null, path: "model" }],
    [`runs:///${run}/a/b`, { runId: run, under: null, path: "a/b" }],
    [`runs:/${run}/größe 1%/x/`, { runId: run, under: null, path: "größe 1%/x" }],
    [`runs:/${run}`, { runId: run, under: null, path: "" }],
    [
      `mlflow-artifacts:/${experiment}/${run}/artifacts/model`,
      { runId: run, under: experiment, path: "model" },
    ],
    [
      `mlflow-artifacts://host:5000/${experiment}/${run}/artifacts/a//b`,
      { runId: run, under: experiment, path: "a/b" },
    ],
    [
      `mlflow-artifacts:/a/b/${run}/artifacts/${run}/artifacts`,
      { runId: run, under: "a/b", path: `${run}/artifacts` },
    ],
    [
      `https://host/base/api/2.0/mlflow-artifacts/artifacts/${experiment}/${run}/artifacts`,
      { runId: run, under: experiment, path: "" },
    ],
  ])("%s names a run's artifacts", (uri, expected) => {
    expect(parseSource(uri)).toEqual({ kind: "run", ...expected });
  });

  it.each([
    ["models:/prices/3", { model: "prices", selector: { version: 3 } }],
    ["models:/prices/latest", { model: "prices", selector: { version: "latest" } }],
    ["models:/prices/production", { model: "prices", selector: { stage: "Production" } }],
    ["models:/a@b@champion", { model: "a@b", selector: { alias: "champion" } }],
    ["models:/prices@Latest", { model: "prices", selector: { version: "latest" } }],
  ])("%s names a version", (uri, expected) => {
    expect(parseSource(uri)).toEqual({ kind: "version", ...expected });
  });

  it("names a logged model or a version's own files", () => {
    expect(parseSource("models:/m-0a1b")).toEqual({
      kind: "logged-model",
      id: "m-0a1b",
      under: null,
      path: "",
    });
    expect(parseSource(`mlflow-artifacts:/${experiment}/models/${model}/artifacts/x`)).toEqual({
      kind: "logged-model",
      id: model,
      under: experiment,
      path: "x",
    });
    expect(parseSource(`mlflow-artifacts:/model-versions/${experiment}`)).toEqual({
      kind: "version-files",
      modelVersionId: experiment,
    });
  });

  it.each(["s3://bucket/a/b", "dbfs:/x", "gs://b/o", "https://example.com/model?x=1#y", "hdfs://n:1/x"])(
    "%s is kept as it is",
    (uri) => expect(parseSource(uri)).toEqual({ kind: "elsewhere" }),
  );

  it.each([
    "model",
    "/tmp/model",
    "C:\\model",
    "c:/model",
    "file:///tmp/model",
    "dummy-source",
    "runs:/short/model",
    `runs://host/${run}/model`,
    "mlflow-artifacts:/x",
    `mlflow-artifacts:/${experiment}/${run}/logs/x`,
    "mlflow-artifacts:/model-versions/1",
    `mlflow-artifacts:/${experiment}/${run}/artifacts/../../other`,
    `mlflow-artifacts:/${experiment}/${run}/artifacts/%252e%252e/x`,
    "s3://bucket/../x",
    "https://host/api/2.0/mlflow-artifacts/artifacts/%2e%2e%2fx",
    "models:/",
    "models:/a/b/c",
    "models:/prices/Best",
    "models:/prices@",
    "models:/@a",
    "models://host/prices/1",
  ])("%s is none", (uri) => {
    expect(() => parseSource(uri)).toThrow(DomainError);
    expect(() => parseSource(uri)).toThrow(/Invalid model version source/);
  });

  it("is parsed or refused with our own error, whatever is written", () => {
    const scheme = fc.constantFrom(
      "runs:/",
      "models:/",
      "mlflow-artifacts:/",
      "https://h/api/2.0/",
      "s3://",
      "",
    );
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom("..", "%2e%2e", "%", "%zz", "@", run, "artifacts", "latest"),
    );
    fc.assert(
      fc.property(scheme, fc.array(part, { maxLength: 6 }), (start, parts) => {
        try {
          const source = parseSource(start + parts.join("/"));
          if (source.kind === "run") expect(source.path.split("/")).not.toContain("..");
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_input" });
        }
      }),
    );
  });
});
