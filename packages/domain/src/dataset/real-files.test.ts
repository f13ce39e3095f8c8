import { createReadStream, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { createDatasetVersion } from "./create-version";
import { getDatasetVersion } from "./get-version";
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

const data = path.resolve(import.meta.dirname, "../../../../../shared/data");
const haveData = existsSync(path.join(data, "housing.csv"));
if (!haveData) process.stdout.write("Skipped: ../shared/data is not here, so the real files are not read.\n");

describe.skipIf(!haveData)("the real files", () => {
  it("reads 20,640 rows of housing, the same bytes twice into the same Parquet", async () => {
    const read = (dataset: string) =>
      createDatasetVersion({
        ctx,
        input: { dataset, fileName: "housing.csv" },
        source: createReadStream(path.join(data, "housing.csv")),
      });
    await read("again");
    const version = await read("housing");
    expect(version).toMatchObject({ rowCount: 20_640, columnCount: 10, badRowCount: 0, verdict: "passed" });
    const { profile } = await getDatasetVersion({ ctx, input: { dataset: "housing", number: 1 } });
    expect(profile[4]).toMatchObject({ name: "total_bedrooms", missing: 207 });
    expect(profile[9].topValues[0]).toEqual({ value: "<1H OCEAN", count: 9136 });
    const parquet = await services.db.prisma.datasetVersion.groupBy({
      by: ["parquetHash"],
      where: { projectId: ctx.project.id },
    });
    expect(parquet).toHaveLength(1);
    const { columns } = await readDatasetColumns({ ctx, input: { datasetVersionId: version.id } });
    const lines = readFileSync(path.join(data, "housing.csv"), "utf8").trimEnd().split("\n").slice(1);
    const values = columns[8] as { values: Float64Array };
    expect(Array.from(values.values)).toEqual(lines.map((line) => Number(line.split(",")[8])));
  });

  it("accepts the loans' unnamed index column", async () => {
    const version = await createDatasetVersion({
      ctx,
      input: { dataset: "loans", fileName: "loan.csv" },
      source: createReadStream(path.join(data, "loan.csv")),
    });
    expect(version).toMatchObject({ rowCount: 491, columnCount: 14 });
  });
});
