import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { literal, withDuckDb } from "../dataset/ingest/duckdb";
import { createTestExperiment, createTestRun } from "../run/testing";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { previewArtifactRows } from "./preview-rows";
import { readArtifactText } from "./read-text";
import { storeArtifact } from "./store";

let services: TestServices;
let ctx: ProjectContext;
let runId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  runId = await createTestRun(ctx, (await createTestExperiment(ctx)).id);
});
afterAll(() => services.close());

const store = (name: string, content: string | Uint8Array) =>
  storeArtifact({ ctx, input: { root: { runId }, path: name }, source: Buffer.from(content) });
const text = (name: string, maxBytes?: number) =>
  readArtifactText({ ctx, input: { root: { runId }, path: name, maxBytes } });
const rows = (name: string, limit?: number) =>
  previewArtifactRows({ ctx, input: { root: { runId }, path: name, limit } });

describe("the beginning of a text", () => {
  it("is all of a short one, empty ones too", async () => {
    await store("notes/a.txt", "é\nb");
    await store("empty.txt", "");
    expect(await text("notes/a.txt")).toEqual({ size: 4, text: "é\nb", isCut: false });
    expect(await text("empty.txt")).toEqual({ size: 0, text: "", isCut: false });
  });

  it("ends before a character that the limit goes through", async () => {
    await store("cut.txt", "aé");
    expect(await text("cut.txt", 2)).toEqual({ size: 3, text: "a", isCut: true });
  });

  it("is refused for what is no text, a folder, and a file that is not there", async () => {
    await store("model.bin", new Uint8Array([0xff, 0xfe, 1]));
    await store("nul.bin", "a\0b");
    const invalid = { code: "invalid_input" };
    await expect(text("model.bin")).rejects.toMatchObject({ ...invalid, message: "model.bin is no text." });
    await expect(text("nul.bin")).rejects.toMatchObject(invalid);
    await expect(text("notes")).rejects.toMatchObject(invalid);
    await expect(text("../secret")).rejects.toMatchObject(invalid);
    await expect(text("none.txt")).rejects.toMatchObject({ code: "not_found" });
  });

  it("is not shown to a stranger", async () => {
    const stranger = await createTestProject(services);
    const input = { root: { runId }, path: "notes/a.txt" };
    await expect(readArtifactText({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
    await expect(previewArtifactRows({ ctx: stranger, input })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the first rows of a Parquet file", () => {
  it("come with the columns, their types and the number of rows; what is nested is text", async () => {
    const file = path.join(services.storeDirectory, "made.parquet");
    await withDuckDb({ directory: services.storeDirectory }, (connection) =>
      connection.run(
        `COPY (SELECT i AS "the id", CASE WHEN i = 1 THEN NULL ELSE 'n' || i END AS name, [i, 2] AS list FROM range(3) t(i)) TO ${literal(file)} (FORMAT parquet)`,
      ),
    );
    await store("data/rows.parquet", readFileSync(file));
    expect(await rows("data/rows.parquet", 2)).toEqual({
      columnCount: 3,
      columns: [
        { name: "the id", type: "bigint" },
        { name: "name", type: "varchar" },
        { name: "list", type: "bigint[]" },
      ],
      rows: [
        ["0", "n0", "[0, 2]"],
        ["1", null, "[1, 2]"],
      ],
      rowCount: 3,
    });
  });

  it("are refused where the file is no Parquet, without a word of where it lies", async () => {
    await store("noise.parquet", randomBytes(500));
    const error = await rows("noise.parquet").catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({
      code: "invalid_input",
      message: "noise.parquet cannot be read as Parquet.",
    });
  });
});
