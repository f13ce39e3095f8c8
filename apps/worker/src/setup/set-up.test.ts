import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { getModel, openProject, verifyPassword, type Context } from "@pipepilot/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestWorker, homesCsv, type TestWorker } from "../testing";
import { errorLine, setUp } from "./set-up";
import type { SetupRequest } from "./request";

let worker: TestWorker;
const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-set-up-"));
const urls = { webUrl: "http://localhost:5000", inferenceUrl: "http://localhost:5001" };
const demoFile = path.join(directory, "demo.json");

beforeAll(async () => {
  worker = await createTestWorker();
});
afterAll(async () => {
  await worker.close();
  rmSync(directory, { recursive: true, force: true });
});

function csvFile(name: string, csv: string): string {
  const file = path.join(directory, name);
  writeFileSync(file, csv);
  return file;
}

async function refusal(request: Partial<SetupRequest>): Promise<unknown> {
  const lines: object[] = [];
  const error = await setUp(worker.services, { ...urls, demoFile, ...request }, (line) =>
    lines.push(line),
  ).catch((thrown: unknown) => thrown);
  expect(lines).toEqual([]);
  return errorLine(error);
}

/** Everything that a set-up could leave behind. */
async function countRows() {
  const { prisma } = worker.services.db;
  const [users, projects, datasets, blobs] = await Promise.all([
    prisma.user.count(),
    prisma.project.count(),
    prisma.dataset.count(),
    prisma.blob.count(),
  ]);
  return { users, projects, datasets, blobs };
}

describe("setting up with a file of one's own", () => {
  it("refuses a wrong path, column or target in one clear line and leaves nothing behind", async () => {
    const homes = csvFile("few.csv", homesCsv(40));
    const flat = csvFile(
      "flat.csv",
      `size,price\n${Array.from({ length: 30 }, (_, i) => `${i},7`).join("\n")}\n`,
    );
    expect(await refusal({ dataFile: "/nowhere/my.csv", target: "price" })).toEqual({
      error: { code: "file_not_found", message: "There is no file /nowhere/my.csv." },
    });
    expect(await refusal({ dataFile: homes, target: "prize" })).toEqual({
      error: {
        code: "column_not_found",
        message: 'few.csv has no column "prize". Columns: rooms, distance, kind, price.',
      },
    });
    expect(await refusal({ dataFile: homes })).toMatchObject({ error: { code: "target_needed" } });
    expect(await refusal({ dataFile: flat, target: "price" })).toMatchObject({
      error: { code: "target_unusable" },
    });
    expect(await countRows()).toEqual({ users: 0, projects: 0, datasets: 0, blobs: 0 });
    expect(existsSync(demoFile)).toBe(false);
  });

  it("runs the week, promotes the best and writes the facts; a second time changes nothing but the keys", async () => {
    const request = { ...urls, demoFile, dataFile: csvFile("homes.csv", homesCsv()), target: "price" };
    const lines: { phase: string; detail?: string }[] = [];
    await setUp(worker.services, request, (line) => lines.push(line as { phase: string }));
    expect(lines.map(({ phase }) => phase)).toEqual([
      "dataset",
      "100 trees",
      "150 trees",
      "200 trees",
      "gradient boosting",
      "production",
    ]);
    expect(lines[0].detail).toBe("homes: 400 rows, 4 columns");
    const demo = JSON.parse(readFileSync(demoFile, "utf8")) as Record<string, string>;
    expect(statSync(demoFile).mode & 0o777).toBe(0o600);
    expect(demo).toMatchObject({
      ...urls,
      email: "demo@pipepilot.local",
      project: "homes",
      model: "homes_predictor",
      predictKey: expect.stringMatching(/^pp_/) as string,
      trackKey: expect.stringMatching(/^pp_/) as string,
    });
    expect(demo.curl).toContain('"columns":["rooms","distance","kind"]');
    const user = await verifyPassword({
      services: worker.services,
      input: { email: demo.email, password: demo.password },
    });
    const userCtx: Context = {
      ...worker.services,
      actor: { kind: "user", userId: user.id, email: user.email, name: user.name },
    };
    const ctx = await openProject(userCtx, "homes");
    const model = await getModel({ ctx, input: { name: "homes_predictor" } });
    expect(model.versionCount).toBe(4);
    expect(model.production).not.toBeNull();
    expect(model.history[0].reason).toMatch(/^The best of the week: /);

    const before = await countRows();
    await setUp(worker.services, request, () => undefined);
    expect(await countRows()).toEqual(before);
    const again = JSON.parse(readFileSync(demoFile, "utf8")) as Record<string, string>;
    expect(again.password).toBe(demo.password);
    expect(again.predictKey).not.toBe(demo.predictKey);
  });

  it("does the same for classes", async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${i % 50},${(i * 7) % 30},${(i % 50) + ((i * 7) % 30) > 40 ? "yes" : "no"}`,
    );
    const dataFile = csvFile("loans.csv", `income,age,granted\n${rows.join("\n")}\n`);
    const lines: { phase: string; detail?: string }[] = [];
    await setUp(worker.services, { ...urls, demoFile, dataFile, target: "granted" }, (line) =>
      lines.push(line as { phase: string }),
    );
    expect(lines.at(-1)?.detail).toMatch(/^loans_predictor v\d \(/);
    expect(lines[1].detail).toMatch(/^v1: f1 0\.\d+|^v1: f1 1/);
  });
});
