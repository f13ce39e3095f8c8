import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import {
  createTestProject,
  createTestServices,
  csvLines,
  uploadTestCsv,
  type TestServices,
} from "../testing";
import type { JoinRequest } from "./join-schema";
import { readJoinedColumns } from "./read-joined-columns";
import { resolveJoins } from "./resolve-joins";

let services: TestServices;
let ctx: ProjectContext;
let homes: string;
afterAll(() => services.close());

const upload = (csv: string, dataset: string) => uploadTestCsv(ctx, csv, { dataset });

/** Twelve homes in the areas A, B, C"' and one that is nowhere; the price grows with the row. */
const AREAS = ["A", "B", `C""'`, "nowhere"];
beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  const csv = `"odd "" name",area,built,price\n${csvLines(12, (i) => `${i},"${AREAS[i % 4]}",2024-01-0${1 + (i % 3)},${100 + i}`)}\n`;
  homes = (await upload(csv, "homes")).id;
  const areas = `zip,income,coast,since\n${csvLines(12, (i) => `${["A", "B", `"C""'"`][i] ?? `Z${i}`},${i === 1 ? "" : 10 * i},${i % 2 === 0},2020-0${1 + (i % 9)}-01`)}\n`;
  await upload(areas, "areas");
  const sales = `area,amount,day,agent\n${csvLines(12, (i) => `${["A", "A", "B"][i % 3]},${[1, 2, 30][i % 3] + i},2024-02-${String(i + 1).padStart(2, "0")},agent ${i % 2}`)}\n`;
  await upload(sales, "sales");
});

const ON = [{ left: "area", right: "zip" }];
const request = (more: Partial<JoinRequest> = {}): JoinRequest => ({
  path: "join.0",
  dataset: "areas",
  on: ON,
  ...more,
});
const resolve = (...joins: JoinRequest[]) =>
  resolveJoins({ ctx, input: { datasetVersionId: homes, target: "price", joins } });
async function joined(...joins: JoinRequest[]) {
  return readJoinedColumns({ ctx, input: { datasetVersionId: homes, joins: await resolve(...joins) } });
}
type Joined = Awaited<ReturnType<typeof joined>>;
function valuesOf({ columns }: Joined, name: string) {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`No ${name} among ${columns.map((each) => each.name).join()}`);
  if (column.kind === "number") return [...column.values];
  return [...column.codes].map((code) => (code < 0 ? null : column.categories[code]));
}

describe("a join of two dataset versions", () => {
  it("adds the columns of the row with the same key, and missing values where there is none", async () => {
    const table = await joined(request());
    expect(table.columns.map(({ name }) => name)).toEqual([
      'odd " name',
      "area",
      "built",
      "price",
      "income",
      "coast",
      "since",
    ]);
    expect(valuesOf(table, 'odd " name')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(valuesOf(table, "income").slice(0, 5)).toEqual([0, NaN, 20, NaN, 0]);
    expect(valuesOf(table, "coast").slice(0, 4)).toEqual(["true", "false", "true", null]);
    expect(valuesOf(table, "since")[0]).toBe(Date.UTC(2020, 0, 1));
    expect(table.matched).toEqual([9]);
  });

  it("leaves rows out that find none when it is inner, in the order of the rest", async () => {
    const table = await joined(request({ how: "inner", columns: ["income"], prefix: "area_" }));
    expect(table.rowCount).toBe(9);
    expect(valuesOf(table, "price")).toEqual([100, 101, 102, 104, 105, 106, 108, 109, 110]);
    expect(valuesOf(table, "area_income").slice(0, 3)).toEqual([0, NaN, 20]);
  });

  it("aggregates to one row for each key", async () => {
    const aggregate = [
      { name: "n", function: "count", column: null },
      { name: "total", function: "sum", column: "amount" },
      { name: "mean", function: "mean", column: "amount" },
      { name: "median", function: "median", column: "amount" },
      { name: "std", function: "std", column: "amount" },
      { name: "least", function: "min", column: "amount" },
      { name: "last", function: "max", column: "day" },
      { name: "agents", function: "nunique", column: "agent" },
    ] satisfies JoinRequest["aggregate"];
    const table = await joined({
      ...request({ aggregate, prefix: "s_" }),
      dataset: "sales",
      on: [{ left: "area", right: "area" }],
    });
    const b = [32, 35, 38, 41];
    const mean = 36.5;
    expect(valuesOf(table, "s_n").slice(0, 4)).toEqual([8, 4, NaN, NaN]);
    expect(valuesOf(table, "s_total")[1]).toBe(146);
    expect(valuesOf(table, "s_mean")[1]).toBe(mean);
    expect(valuesOf(table, "s_median")[1]).toBe(36.5);
    expect(valuesOf(table, "s_std")[1]).toBeCloseTo(
      Math.sqrt(b.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3),
      12,
    );
    expect(valuesOf(table, "s_least").slice(0, 2)).toEqual([1, 32]);
    expect(valuesOf(table, "s_last")[1]).toBe(Date.UTC(2024, 1, 12));
    expect(valuesOf(table, "s_agents").slice(0, 2)).toEqual([2, 2]);
    expect(table.columns.find(({ name }) => name === "s_n")).toMatchObject({ dataType: "long" });
  });

  it("joins one after the other, and dates with dates", async () => {
    const days = `day,weather\n${csvLines(10, (i) => `2020-0${i < 9 ? i + 1 : 9}-${i < 9 ? "01" : "02"},w${i}`)}\n`;
    await upload(days, "days");
    const second: JoinRequest = { path: "join.1", dataset: "days", on: [{ left: "a_since", right: "day" }] };
    const table = await joined(request({ prefix: "a_" }), second);
    expect(valuesOf(table, "weather").slice(0, 4)).toEqual(["w0", "w1", "w2", null]);
    expect(table.matched).toEqual([9, 9]);
  });

  it("measures numbers as large as doubles are", async () => {
    const large = `zip,x\n${csvLines(12, (i) => `${["A", "B"][i % 2]},${i % 2 === 0 ? "1.5e308" : "-1e200"}`)}\n`;
    await upload(large, "large");
    const aggregate = (["sum", "mean", "std", "median"] as const).map((of) => ({
      name: of,
      function: of,
      column: "x",
    }));
    const table = await joined({ path: "join.0", dataset: "large", on: ON, aggregate });
    const [beyond, sum] = valuesOf(table, "sum");
    expect(beyond).toBe(NaN);
    expect(Number(sum) / -6e200).toBeCloseTo(1, 12);
    expect(Number(valuesOf(table, "mean")[1]) / -1e200).toBeCloseTo(1, 12);
    expect(valuesOf(table, "mean")[0]).toBe(1.5e308);
    expect(valuesOf(table, "std")[0]).toBe(0);
    expect(valuesOf(table, "median")[0]).toBe(1.5e308);
  });

  it("keeps to the version it was given", async () => {
    const incomes = (plus: number) =>
      `zip,gain\n${csvLines(12, (i) => `${["A", "B"][i] ?? `Z${i}`},${i + plus}`)}\n`;
    await upload(incomes(0), "gains");
    await upload(incomes(500), "gains");
    const gains = (version?: number) => ({ ...request(), dataset: "gains", version });
    const [[latest], [first]] = await Promise.all([resolve(gains()), resolve(gains(1))]);
    expect([latest.number, first.number]).toEqual([2, 1]);
    expect(latest.parquetHash).not.toBe(first.parquetHash);
    expect(valuesOf(await joined(gains(1)), "gain")[1]).toBe(1);
    expect(valuesOf(await joined(gains()), "gain")[1]).toBe(501);
  });
});

describe("a join that cannot be", () => {
  it("is refused before a row is read, with the place in the config", async () => {
    const refused = async (join: Partial<JoinRequest>) =>
      resolve(request(join)).catch((error: Error & { code?: string }) => `${error.code}: ${error.message}`);
    const aggregate = (of: "sum" | "count", column: string | null) => ({
      aggregate: [{ name: "x", function: of, column }],
    });
    expect(await refused({ dataset: "nothing" })).toBe(
      'not_found: join.0: there is no dataset "nothing" here.',
    );
    expect(await refused({ version: 7 })).toBe('not_found: join.0: the dataset "areas" has no version 7.');
    expect(await refused({ columns: ["rent"] })).toBe(
      'column_not_found: join.0: "rent" is not a column of areas. Columns: zip, income, coast, since.',
    );
    expect(await refused({ on: [{ left: "zip", right: "zip" }] })).toMatch(
      /^column_not_found: join\.0: "zip" is not a column of the rows joined to/,
    );
    expect(await refused({ on: [{ left: "area", right: "income" }] })).toBe(
      'config_invalid: join.0: the key "area" holds text and "income" of areas holds numbers, so they never match.',
    );
    expect(await refused({ dataset: "sales", on: [{ left: "area", right: "agent" }] })).toMatch(
      /^config_invalid: join\.0: there would be two columns "area"; give a prefix/,
    );
    expect(await refused(aggregate("sum", "zip"))).toMatch(/sum\(zip\) is not possible: "zip" holds text/);
    expect(await refused(aggregate("sum", null))).toMatch(/sum\(\) needs a column/);
    expect(await refused({ dataset: "homes", on: [{ left: "area", right: "area" }], prefix: "h_" })).toMatch(
      /^config_invalid: join\.0: "h_price" is made of the target "price"/,
    );
  });

  it("is refused when keys repeat, which would multiply rows, or when nothing is left", async () => {
    const sales: JoinRequest = { path: "join.0", dataset: "sales", on: [{ left: "area", right: "area" }] };
    await expect(joined(sales)).rejects.toThrow(
      'join.0: sales has 8 rows with area "A" and 1 more keys that repeat, which would multiply rows. Aggregate it',
    );
    const never = request({
      how: "inner",
      on: [{ left: 'odd " name', right: "income" }],
      columns: ["coast"],
    });
    await upload(`income,coast\n${csvLines(12, (i) => `${i + 1000},true`)}\n`, "far");
    await expect(joined({ ...never, dataset: "far" })).rejects.toThrow("join: no row is left");
  });
});
