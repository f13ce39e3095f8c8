import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProjectContext } from "../context";
import {
  addTestMember,
  createTestProject,
  createTestServices,
  csvLines,
  uploadTestCsv,
  type TestServices,
} from "../testing";
import { getDataset } from "./get";
import { getDatasetVersion } from "./get-version";
import { listDatasets } from "./list";
import { previewDatasetVersion } from "./preview";
import { readDatasetColumns } from "./read-columns";

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

describe("a version made of an upload", () => {
  const csv = `width,count,kind,when,open\n${csvLines(20, (i) => `${i / 4},${i},${i % 2 ? "rose" : "daisy"},2024-01-${String(i + 1).padStart(2, "0")},${i % 2 === 0}`)}\n`;

  it("is stored by the hash of its bytes, typed, profiled and passed by its own contract", async () => {
    const version = await uploadTestCsv(ctx, csv);
    const hash = createHash("sha256").update(csv).digest("hex");
    expect(version).toMatchObject({
      dataset: { name: "flowers" },
      number: 1,
      contentHash: hash,
      sizeBytes: csv.length,
      rowCount: 20,
      columnCount: 5,
      badRowCount: 0,
      verdict: "passed",
      findings: [],
      unchanged: false,
      provenance: { kind: "upload" },
      createdBy: { kind: "user", name: "Ada" },
    });
    const details = await getDatasetVersion({ ctx, input: { dataset: "flowers", number: 1 } });
    expect(details.columns).toEqual([
      { name: "width", type: "float", nullable: false },
      { name: "count", type: "integer", nullable: false },
      { name: "kind", type: "string", nullable: false },
      { name: "when", type: "date", nullable: false },
      { name: "open", type: "boolean", nullable: false },
    ]);
    expect(details.profile[1]).toEqual({
      name: "count",
      missing: 0,
      distinct: 20,
      min: 0,
      max: 19,
      mean: 9.5,
      std: Math.sqrt(35),
      quantiles: { p05: 0.05 * 19, p25: 4.75, p50: 9.5, p75: 14.25, p95: 18.05 },
      topValues: [],
      histogram: { min: 0, max: 19, counts: new Array(20).fill(1) },
      maxLength: null,
    });
    expect(details.profile[2].topValues).toEqual([
      { value: "daisy", count: 10 },
      { value: "rose", count: 10 },
    ]);
    expect(details.check).toMatchObject({ contractNumber: 1, verdict: "passed" });
    const blobs = await services.db.prisma.blob.findMany({ where: { hash } });
    expect(blobs).toMatchObject([{ refCount: 1, size: BigInt(csv.length) }]);
    const events = await services.db.prisma.event.findMany({
      where: { projectId: ctx.project.id },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ name }) => name)).toEqual(["dataset/created", "dataset-version/ready"]);
    expect(leftInTemp()).toEqual([]);
  });

  it("gives its rows back in order, as a preview and as typed arrays", async () => {
    const { id } = await uploadTestCsv(ctx, csv);
    const preview = await previewDatasetVersion({ ctx, input: { dataset: "flowers", number: 1, limit: 2 } });
    expect(preview.rows).toEqual([
      [0, 0, "daisy", "2024-01-01", true],
      [0.25, 1, "rose", "2024-01-02", false],
    ]);
    const data = await readDatasetColumns({ ctx, input: { datasetVersionId: id } });
    expect(data.rowCount).toBe(20);
    expect(data.columns[0]).toEqual({
      name: "width",
      kind: "number",
      values: Float64Array.from({ length: 20 }, (_, i) => i / 4),
      dataType: "double",
    });
    expect(data.columns[2]).toEqual({
      name: "kind",
      kind: "category",
      codes: Int32Array.from({ length: 20 }, (_, i) => i % 2),
      categories: ["daisy", "rose"],
      dataType: "string",
    });
    expect(data.columns[3]).toMatchObject({ kind: "number" });
    expect((data.columns[3] as { values: Float64Array }).values[1]).toBe(Date.UTC(2024, 0, 2));
    expect(data.columns[4]).toMatchObject({
      kind: "category",
      categories: ["false", "true"],
      dataType: "boolean",
    });
  });

  it("is not made twice of the same bytes", async () => {
    const first = await uploadTestCsv(ctx, csv);
    const files = filesIn(services.storeDirectory);
    const again = await uploadTestCsv(ctx, csv, { fileName: "copy.csv" });
    expect(again).toMatchObject({ id: first.id, number: 1, unchanged: true, fileName: "flowers.csv" });
    const other = await uploadTestCsv(ctx, csv, { dataset: "other" });
    expect(other).toMatchObject({ number: 1, unchanged: false, contentHash: first.contentHash });
    expect(filesIn(services.storeDirectory)).toEqual(files);
    const blob = await services.db.prisma.blob.findUniqueOrThrow({ where: { hash: first.contentHash } });
    expect(blob.refCount).toBe(4);
  });

  it("is made once for one idempotency key", async () => {
    const [first, second] = await Promise.all([
      uploadTestCsv(ctx, csv, { idempotencyKey: "a" }),
      uploadTestCsv(ctx, csv, { idempotencyKey: "a" }),
    ]);
    const third = await uploadTestCsv(ctx, `${csv}5,5,rose,2024-01-01,true\n`, { idempotencyKey: "a" });
    expect(new Set([first.id, second.id, third.id]).size).toBe(1);
    expect((await getDataset({ ctx, input: { name: "flowers" } })).versionCount).toBe(1);
  });

  it("gets its own number when several arrive at once", async () => {
    const made = await Promise.all(
      [0, 1, 2, 3].map((i) => uploadTestCsv(ctx, `${csv}${i},100,rose,2024-01-01,true\n`)),
    );
    expect(made.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4]);
    const { versions } = await getDataset({ ctx, input: { name: "flowers" } });
    expect(versions.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
    const { items } = await listDatasets({ ctx, input: {} });
    expect(items).toMatchObject([{ name: "flowers", versionCount: 4, latest: { number: 4 } }]);
  });

  it("is kept with its report when the contract blocks it, and the event says so", async () => {
    await uploadTestCsv(ctx, csv);
    const blocked = await uploadTestCsv(ctx, csv.replace("width", "height"));
    expect(blocked).toMatchObject({ number: 2, verdict: "blocked" });
    expect(blocked.findings).toEqual([
      { severity: "block", column: "width", rule: "present", message: 'Column "width" is missing.' },
      {
        severity: "warn",
        column: "height",
        rule: "known",
        message: 'Column "height" (float) is new; the contract does not know it.',
      },
    ]);
    const event = await services.db.prisma.event.findFirst({
      where: { projectId: ctx.project.id, name: "dataset-version/blocked" },
    });
    expect(event?.data).toMatchObject({ number: 2, findings: 2, summary: 'Column "width" is missing.' });
  });

  it("is not there for another project, and not made by a viewer", async () => {
    const { id } = await uploadTestCsv(ctx, csv);
    const stranger = await createTestProject(services);
    const notThere = { code: "not_found" };
    await expect(
      getDatasetVersion({ ctx: stranger, input: { dataset: "flowers", number: 1 } }),
    ).rejects.toMatchObject(notThere);
    await expect(
      readDatasetColumns({ ctx: stranger, input: { datasetVersionId: id } }),
    ).rejects.toMatchObject(notThere);
    const viewer = await addTestMember(ctx, "viewer");
    const files = filesIn(services.storeDirectory);
    await expect(uploadTestCsv(viewer, `${csv}\n1,1,rose,2024-01-01,true`)).rejects.toMatchObject({
      code: "permission_denied",
    });
    expect(filesIn(services.storeDirectory)).toEqual(files);
    expect((await getDataset({ ctx: viewer, input: { name: "flowers" } })).versionCount).toBe(1);
  });
});
