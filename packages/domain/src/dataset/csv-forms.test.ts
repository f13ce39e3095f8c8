import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import {
  createTestProject,
  createTestServices,
  csvLines,
  uploadTestCsv,
  type TestServices,
} from "../testing";
import { getDataset } from "./get";
import { getDatasetVersion } from "./get-version";
import { previewDatasetVersion } from "./preview";
import { readDatasetColumns } from "./read-columns";

let services: TestServices;
let ctx: ProjectContext;
beforeAll(async () => {
  services = await createTestServices();
});
beforeEach(async () => {
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

describe("what a CSV file may be", () => {
  const columnsOf = async (number = 1) =>
    (await getDatasetVersion({ ctx, input: { dataset: "flowers", number } })).columns.map(
      ({ name, type }) => `${name}:${type}`,
    );
  const report = async () =>
    (await getDatasetVersion({ ctx, input: { dataset: "flowers", number: 1 } })).parseReport;
  const table = `name,size\n${csvLines(12, (i) => `Zoë ${i},${i}.5`)}\n`;

  it.each([
    ["a byte order mark", Buffer.from(`\ufeff${table}`), "utf-8"],
    ["UTF-16, little end first", Buffer.from(`\ufeff${table}`, "utf16le"), "utf-16le"],
    ["UTF-16 without a mark", Buffer.from(table, "utf16le"), "utf-16le"],
    ["UTF-16, big end first", Buffer.from(`\ufeff${table}`, "utf16le").swap16(), "utf-16be"],
    ["Latin-1", Buffer.from(table, "latin1"), "latin-1"],
    ["gzip", gzipSync(table), "utf-8"],
  ])("%s", async (_, bytes, encoding) => {
    await uploadTestCsv(ctx, bytes);
    expect(await columnsOf()).toEqual(["name:string", "size:float"]);
    expect(await report()).toMatchObject({ encoding, delimiter: "," });
    const { rows } = await previewDatasetVersion({ ctx, input: { dataset: "flowers", number: 1, limit: 1 } });
    expect(rows).toEqual([["Zoë 0", 0.5]]);
  });

  it.each([";", "\t", "|"])("delimited by %j", async (delimiter) => {
    await uploadTestCsv(ctx, table.replaceAll(",", delimiter));
    expect(await report()).toMatchObject({ delimiter });
    expect(await columnsOf()).toEqual(["name:string", "size:float"]);
  });

  it("with a decimal comma", async () => {
    await uploadTestCsv(ctx, `name;size\n${csvLines(12, (i) => `x${i};${i},5`)}\n`);
    expect(await report()).toMatchObject({ delimiter: ";", decimalComma: true });
    const { rows: seen } = await previewDatasetVersion({
      ctx,
      input: { dataset: "flowers", number: 1, limit: 2 },
    });
    expect(seen).toEqual([
      ["x0", 0.5],
      ["x1", 1.5],
    ]);
  });

  it("with Windows line ends, quotes, delimiters and line ends inside quotes", async () => {
    await uploadTestCsv(
      ctx,
      `"name","text"\r\n${Array.from({ length: 12 }, (_, i) => `${i},"a ""b"", c\r\nd"\r\n`).join("")}`,
    );
    const { rows: seen } = await previewDatasetVersion({
      ctx,
      input: { dataset: "flowers", number: 1, limit: 1 },
    });
    expect(seen).toEqual([[0, 'a "b", c\r\nd']]);
    expect(await report()).toMatchObject({ badRowCount: 0 });
  });

  it("with rows that do not fit, told by the lines an editor shows", async () => {
    await uploadTestCsv(
      ctx,
      `a,b,c\n1,"x\ny",3\n1,2\n\n4,5,6,7\n"un"q,1,2\n${csvLines(12, () => "1,2,3")}\n`,
    );
    expect(await report()).toMatchObject({
      badRowCount: 3,
      badRows: [
        { line: 4, reason: "2 cells where 3 are expected.", text: "1,2" },
        { line: 6, reason: "At least 4 cells where 3 are expected.", text: "4,5,6,7" },
        { line: 7, reason: "A quote is not closed, or text follows it.", text: '"un"q,1,2' },
      ],
    });
    expect((await getDatasetVersion({ ctx, input: { dataset: "flowers", number: 1 } })).rowCount).toBe(13);
  });

  it("with an unnamed index column, which the report names", async () => {
    await uploadTestCsv(ctx, `,a\n${csvLines(12, (i) => `${i},x`)}\n`);
    expect(await columnsOf()).toEqual(["column_0:integer", "a:string"]);
    expect((await report()).notes).toEqual(['Column 1 has no name in the file and is called "column_0".']);
  });

  it("with years as names", async () => {
    await uploadTestCsv(ctx, `country,1990,1991\n${csvLines(12, (i) => `c${i},1.5,2.5`)}\n`);
    expect(await columnsOf()).toEqual(["country:string", "1990:float", "1991:float"]);
  });

  it("with names and values that look like SQL or paths, which stay texts", async () => {
    const nasty = `x'); DROP TABLE typed; --`;
    await uploadTestCsv(
      ctx,
      `"${nasty}","a ""quoted"" b"\n${csvLines(12, (i) => `"'; COPY raw TO '/tmp/x${i}'; --",../../etc/passwd`)}\n`,
      {
        fileName: "../../../etc/passwd",
      },
    );
    const { columns, rows: seen } = await previewDatasetVersion({
      ctx,
      input: { dataset: "flowers", number: 1, limit: 1 },
    });
    expect(columns.map(({ name }) => name)).toEqual([nasty, 'a "quoted" b']);
    expect(seen).toEqual([["'; COPY raw TO '/tmp/x0'; --", "../../etc/passwd"]]);
    expect(existsSync("/tmp/x0")).toBe(false);
  });

  it("with numbers as large as doubles are, whose figures are told where they can be", async () => {
    const values = ["1e308", "-1e308", "1e200", "-1e200", "1.7976931348623157e308", "0"];
    const lines = csvLines(12, (i) => `${values[i % 6]},${i % 2 ? "1e200" : "-1e200"},${i}e300,1.7e308,${i}`);
    await uploadTestCsv(ctx, `huge,large,wide,top,small\n${lines}\n`);
    const { profile } = await getDatasetVersion({ ctx, input: { dataset: "flowers", number: 1 } });
    const [huge, large, wide, top, small] = profile;
    expect(huge).toMatchObject({
      min: -1e308,
      max: 1.7976931348623157e308,
      mean: expect.closeTo(2.9961552247705263e307, -294) as number,
      std: expect.closeTo(9.237358771734696e307, -294) as number,
      histogram: null,
      distinct: 6,
    });
    expect(huge.quantiles === null || Object.values(huge.quantiles).every(Number.isFinite)).toBe(true);
    expect(large).toMatchObject({ min: -1e200, max: 1e200, mean: 0 });
    expect(large.histogram?.counts).toEqual([6, ...new Array<number>(18).fill(0), 6]);
    expect(wide).toMatchObject({ min: 0, max: 11e300, mean: 5.5e300 });
    expect(top).toMatchObject({ min: 1.7e308, max: 1.7e308, mean: 1.7e308, std: 0, distinct: 1 });
    expect(small).toMatchObject({ mean: 5.5, std: expect.closeTo(3.605551, 6) as number });
    const preview = await previewDatasetVersion({ ctx, input: { dataset: "flowers", number: 1 } });
    expect(preview.rows[0]).toEqual([1e308, -1e200, 0, 1.7e308, 0]);
    const { id } = (await getDataset({ ctx, input: { name: "flowers" } })).versions[0];
    const { columns } = await readDatasetColumns({ ctx, input: { datasetVersionId: id } });
    expect((columns[0] as { values: Float64Array }).values[4]).toBe(Number.MAX_VALUE);
  });

  it("with new categories whose names are long and end in an emoji", async () => {
    const rows = (value: string) => `city,n\n${csvLines(20, (i) => `${i % 2 ? "Ulm" : value},${i}`)}\n`;
    await uploadTestCsv(ctx, rows("Bonn"));
    const second = await uploadTestCsv(ctx, rows(`${"x".repeat(59)}😀`));
    expect(second.findings.map(({ message }) => message)).toEqual([
      `Column "city" holds a value not seen before: "${"x".repeat(59)}" (10 rows).`,
    ]);
  });

  it("whose types are those that all values fit, missing ones aside", async () => {
    const lines = csvLines(
      12,
      (i) =>
        `${i || "NA"},${i === 11 ? "9.5" : i},${i === 11 ? "x" : i},${12345678901234567000n + BigInt(i)},2024-02-0${(i % 9) + 1} 10:30,${i % 2 ? "TRUE" : "False"},`,
    );
    await uploadTestCsv(ctx, `a,b,c,d,e,f,g\n${lines}\n`);
    expect(await columnsOf()).toEqual([
      "a:integer",
      "b:float",
      "c:string",
      "d:string",
      "e:timestamp",
      "f:boolean",
      "g:string",
    ]);
    const { id } = (await getDataset({ ctx, input: { name: "flowers" } })).versions[0];
    const { columns } = await readDatasetColumns({ ctx, input: { datasetVersionId: id } });
    expect((columns[0] as { values: Float64Array }).values.slice(0, 2)).toEqual(Float64Array.of(NaN, 1));
    expect((columns[4] as { values: Float64Array }).values[0]).toBe(Date.UTC(2024, 1, 1, 10, 30));
    expect(columns[6]).toMatchObject({
      kind: "category",
      categories: [],
      codes: new Int32Array(12).fill(-1),
    });
  });
});
