import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { recordBlob } from "../blob/record";
import type { ProjectContext } from "../context";
import {
  createTestProject,
  createTestServices,
  csvLines,
  uploadTestCsv,
  type TestServices,
} from "../testing";
import { createDatasetVersion } from "./create-version";

/** A temporary directory of our own, so that what is left there is ours. */
const temporary = mkdtempSync(path.join(tmpdir(), "pipepilot-ingest-test-"));
let services: TestServices;
let ctx: ProjectContext;
beforeAll(async () => {
  vi.stubEnv("TMPDIR", temporary);
  services = await createTestServices();
});
beforeEach(async () => {
  ctx = await createTestProject(services);
});
afterAll(async () => {
  await services.close();
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

const leftInTemp = () => readdirSync(tmpdir()).filter((name) => name.startsWith("pipepilot-upload-"));

describe("bad input is refused with nothing left behind", () => {
  const good = `a,b\n${csvLines(12, (i) => `${i},${i}`)}\n`;
  const parquet = Buffer.concat([Buffer.from("PAR1\x15"), Buffer.alloc(100, 7), Buffer.from("PAR1")]);
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), Buffer.alloc(500, 3)]);
  const zip = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(500, 9)]);
  const cases: [name: string, content: string | Uint8Array, code: string, message: RegExp][] = [
    ["an empty file", "", "csv_empty", /empty/],
    ["blank lines only", "\n \r\n\n", "csv_empty", /empty/],
    ["an empty gzip archive", gzipSync(""), "csv_empty", /empty/],
    ["a PNG image", png, "csv_binary", /PNG image/],
    ["a zip named .csv", zip, "csv_binary", /ZIP archive/],
    ["a Parquet file", parquet, "csv_binary", /Parquet/],
    ["zero bytes in the middle", `${good}1,\u00002\n`, "csv_binary", /zero byte/],
    ["packed binary", gzipSync(png), "csv_binary", /PNG/],
    ["a damaged gzip archive", gzipSync(good).subarray(0, 30), "csv_unreadable", /damaged/],
    ["no header, all numbers", csvLines(12, (i) => `${i},${i + 1}`), "csv_no_header", /"0", "1"/],
    [
      "no header, numbers and a text",
      csvLines(12, () => "-122.23,37.88,41.0,NEAR BAY"),
      "csv_no_header",
      /names of the 4 columns/,
    ],
    ["no names in the header", `,,\n${csvLines(12, () => "1,2,3")}`, "csv_no_header", /no column names/],
    [
      "duplicate names",
      `a, a ,b\n${csvLines(12, () => "1,2,3")}`,
      "csv_duplicate_columns",
      /more than once: a\./,
    ],
    [
      "names that differ in case only",
      `Age,age\n${csvLines(12, () => "1,2")}`,
      "csv_duplicate_columns",
      /Age \/ age/,
    ],
    [
      "a name that JavaScript gives to every object",
      `a,__proto__\n${csvLines(12, () => "1,2")}`,
      "csv_reserved_columns",
      /The column name "__proto__" is reserved\./,
    ],
    [
      "more such names",
      `constructor,b, prototype \n${csvLines(12, () => "1,2,3")}`,
      "csv_reserved_columns",
      /The column names "constructor", "prototype" are reserved\./,
    ],
    ["a header only", "a,b,c\n", "csv_too_few_rows", /no rows below its header/],
    ["one row", "a,b\n1,2\n", "csv_too_few_rows", /has 1 row;/],
    ["nine rows", `a,b\n${csvLines(9, () => "1,2")}`, "csv_too_few_rows", /has 9 rows; at least 10/],
    [
      "too many columns",
      `${csvLines(1, () => Array.from({ length: 2001 }, (_, i) => `c${i}`).join(","))}\n`,
      "csv_too_many_columns",
      /2,001 columns; at most 2,000/,
    ],
    [
      "rows that never fit the header",
      `a,b\n${csvLines(12, () => "1,2,3")}`,
      "csv_unreadable",
      /No row .* Line 2:/,
    ],
    [
      "HTML",
      `<!DOCTYPE html><html><body>${csvLines(30, () => "<p>x</p>")}</body></html>`,
      "csv_unreadable",
      /HTML/,
    ],
    ["JSON", `[{"a":1,"b":2},\n${csvLines(30, () => '{"a":1,"b":2},')}]`, "csv_unreadable", /JSON/],
  ];

  it.each(cases)("%s", async (_, content, code, message) => {
    const files = filesIn(services.storeDirectory);
    const blobs = await services.db.prisma.blob.count();
    await expect(uploadTestCsv(ctx, content, { dataset: "bad" })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(await services.db.prisma.dataset.count({ where: { projectId: ctx.project.id } })).toBe(0);
    expect(await services.db.prisma.event.count({ where: { projectId: ctx.project.id } })).toBe(0);
    expect(await services.db.prisma.blob.count()).toBe(blobs);
    expect(filesIn(services.storeDirectory)).toEqual(files);
    expect(leftInTemp()).toEqual([]);
  });

  it("a file above the limit, also when it is small before it is unpacked", async () => {
    const files = filesIn(services.storeDirectory);
    const large = `a,b\n${csvLines(2000, (i) => `${i},1`)}`;
    await expect(uploadTestCsv(ctx, large, { limits: { maxBytes: 2048 } })).rejects.toMatchObject({
      code: "too_large",
      message: "The file is larger than the allowed 2 KiB.",
    });
    const bomb = gzipSync(`a,b\n${csvLines(200_000, () => "1,1")}`);
    expect(bomb.length).toBeLessThan(20_000);
    await expect(uploadTestCsv(ctx, bomb, { limits: { maxBytes: 20_000 } })).rejects.toMatchObject({
      code: "too_large",
    });
    expect(filesIn(services.storeDirectory)).toEqual(files);
    expect(leftInTemp()).toEqual([]);
  });

  it("an upload that breaks off", async () => {
    const files = filesIn(services.storeDirectory);
    async function* broken() {
      yield new TextEncoder().encode(good);
      throw new Error("connection lost");
    }
    await expect(
      createDatasetVersion({ ctx, input: { dataset: "bad", fileName: "a.csv" }, source: broken() }),
    ).rejects.toThrow("connection lost");
    expect(filesIn(services.storeDirectory)).toEqual(files);
  });

  it("keeps an object that another row names", async () => {
    const bad = "a,a\n1,2\n";
    const stored = await services.store.put(new TextEncoder().encode(bad));
    await recordBlob(services.db.prisma, stored);
    await services.db.prisma.$executeRaw`UPDATE "Blob" SET "refCount" = 1 WHERE hash = ${stored.hash}`;
    await expect(uploadTestCsv(ctx, bad)).rejects.toMatchObject({ code: "csv_duplicate_columns" });
    expect(await services.store.has(stored.key)).toBe(true);
  });

  it.each(["", "  ", "a/b", "../x", "x".repeat(121), 'a"; DROP TABLE raw'])(
    "the dataset name %j",
    async (dataset) => {
      await expect(uploadTestCsv(ctx, good, { dataset })).rejects.toMatchObject({ code: "invalid_input" });
    },
  );
});
