import { readdirSync } from "node:fs";
import path from "node:path";
import type { ProjectContext } from "@pipepilot/domain/context";
import { encodeCursor } from "@pipepilot/domain/page";
import { createExecution } from "@pipepilot/domain/pipeline/testing";
import { csvLines, type TestServices } from "@pipepilot/domain/testing";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyInput } from "./every-input";
import { visit } from "./visit";
import { createWebServices } from "./web-services";

let services: TestServices;
let ctx: ProjectContext;
/** For each procedure an input that it answers, with every string and number it can be given. */
let inputs: Record<string, Record<string, unknown>>;

beforeAll(async () => {
  visit.services = services = await createWebServices();
  const execution = await createExecution(services);
  ctx = execution.ctx;
  visit.visitor = { db: ctx.db, store: ctx.store, actor: ctx.actor };
  await passCheck();
  inputs = await everyInput(ctx, execution.number);
});
afterAll(() => services.close());

/** The check that uploading would have made with the version. */
async function passCheck() {
  const { prisma } = ctx.db;
  const projectId = ctx.project.id;
  const version = await prisma.datasetVersion.findFirstOrThrow({ where: { projectId } });
  const contract = await prisma.schemaContract.create({
    data: { projectId, datasetId: version.datasetId, number: 1, columns: [], createdBy: {} },
  });
  await prisma.schemaCheck.create({
    data: {
      projectId,
      datasetVersionId: version.id,
      contractId: contract.id,
      verdict: "passed",
      findings: [],
      passedRules: 0,
    },
  });
}

/** How a procedure answers: "OK" or the code of its error, with what it says. */
async function answerOf(name: string, input: unknown): Promise<{ code: string; message: string }> {
  const { createCaller } = await import("@/server/routers");
  const caller = createCaller({ ctx: visit.visitor }) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  const [noun, verb] = name.split(".");
  try {
    await caller[noun][verb](input);
    return { code: "OK", message: "" };
  } catch (error) {
    if (error instanceof TRPCError) return { code: error.code, message: error.message };
    return { code: "INTERNAL_SERVER_ERROR", message: String(error) };
  }
}

/** The input with the project it is about, where the procedure is about one. */
function within(name: string): Record<string, unknown> {
  const input = inputs[name];
  return name === "project.create" ? input : { project: ctx.project.slug, ...input };
}

type Path = readonly (string | number)[];

/** The places of all texts and numbers in a value. */
function leaves(value: unknown, at: Path = []): Path[] {
  if (typeof value === "string" || typeof value === "number") return [at];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, [...at, key]));
}

function replaced(value: unknown, [key, ...rest]: Path, by: (old: unknown) => unknown): unknown {
  if (key === undefined) return by(value);
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...(value as unknown[])] as unknown as Record<string, unknown>)
    : { ...(value as object) };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const BAD: Record<string, (old: unknown) => unknown> = {
  "a NUL": () => "\0",
  "a NUL after the text": (old) => `${String(old)}\0`,
  "half a character": () => "\ud800",
  "half a character after the text": (old) => `${String(old)}\udc00`,
  "a number beyond the database's": () => 99_999_999_999,
  "a number beyond every integer": () => 1e99,
  "a number below zero": () => -99_999_999_999,
  "such a number as a text": () => "9".repeat(30),
};

describe("every tRPC procedure", () => {
  it("has an input here that it answers", async () => {
    const { appRouter } = await import("@/server/routers");
    expect(Object.keys(inputs).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
    for (const name of Object.keys(inputs)) {
      const { code, message } = await answerOf(name, within(name));
      expect([name, code, message]).not.toContain("BAD_REQUEST");
      expect([name, code, message]).not.toContain("INTERNAL_SERVER_ERROR");
    }
  });

  it.each(Object.keys(BAD))("answers %s in any of its inputs with an error of the caller's", async (bad) => {
    const ours: unknown[] = [];
    for (const name of Object.keys(inputs)) {
      const whole = within(name);
      for (const at of leaves(whole)) {
        const { code, message } = await answerOf(name, replaced(whole, at, BAD[bad]));
        if (code === "INTERNAL_SERVER_ERROR") ours.push([name, at.join("."), message]);
      }
    }
    expect(ours).toEqual([]);
  });

  it("answers a forged cursor with an error of the caller's", async () => {
    const forged: Record<string, unknown[]> = {
      "run.list": [
        ["1e99", "0", "0", ""],
        ["0", "1e999", "0", ""],
        ["0", "1e-999", "0", ""],
        ["0", "many", "0", ""],
        ["0", "0", "1e99", ""],
        ["0", "0", "0", "\0"],
        ["0", "0", "0", "\ud800"],
        ["0", "0", "0"],
        [0, 0, 0, ""],
        {},
      ],
      "event.list": [
        [8.64e15, crypto.randomUUID()],
        [-8.64e15, crypto.randomUUID()],
      ],
      "model.get": [1e99, 99_999_999_999, -99_999_999_999],
      "dataset.list": ["\0", 7],
    };
    const ours: unknown[] = [];
    for (const [name, positions] of Object.entries(forged))
      for (const position of positions) {
        const input = { ...within(name), cursor: encodeCursor(position) };
        const { code, message } = await answerOf(name, input);
        if (code === "INTERNAL_SERVER_ERROR") ours.push([name, position, message]);
      }
    expect(ours).toEqual([]);
  });

  it("says in a sentence what is wrong with a new project", async () => {
    expect(await answerOf("project.create", { name: " " })).toEqual({
      code: "BAD_REQUEST",
      message: "name: Give the project a name.",
    });
  });
});

describe("every REST route of a project", () => {
  const API = path.resolve(import.meta.dirname, "../src/app/api/projects");
  const routes = readdirSync(API, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("route.ts"),
  );
  type Route = Record<string, (request: Request, context: unknown) => Promise<Response>>;

  it("answers bad parts of its path with an error of the caller's", async () => {
    const good = {
      project: ctx.project.slug,
      dataset: "flowers",
      experiment: "homes",
      pipeline: "homes-training",
      number: "1",
      step: "train:0",
      run: "0".repeat(32),
      model: `m-${"0".repeat(32)}`,
      path: ["a.json"],
    };
    const ours: unknown[] = [];
    for (const file of routes) {
      const module = (await import(path.join(API, file))) as Route;
      for (const method of ["GET", "POST", "PUT", "DELETE"].filter((name) => name in module))
        for (const at of leaves(good))
          for (const bad of ["a\0b", "\ud800", "99999999999", "1e99", "-1", "%"]) {
            const body = method === "GET" ? undefined : `a,b\n${csvLines(12, (i) => `${i},${i}`)}\n`;
            const { status } = await module[method](new Request("http://localhost/x", { method, body }), {
              params: Promise.resolve(replaced(good, at, () => bad)),
            });
            if (status >= 500) ours.push([file, method, at.join("."), bad, status]);
          }
    }
    expect(ours).toEqual([]);
  });

  const upload = async (headers: Record<string, string>, dataset = "named") => {
    const { POST } = await import("@/app/api/projects/[project]/datasets/[dataset]/versions/route");
    const body = `a,b\n${csvLines(12, (i) => `${i},${i}`)}\n`;
    return POST(new Request("http://localhost/x", { method: "POST", headers, body }), {
      params: Promise.resolve({ project: ctx.project.slug, dataset }),
    });
  };

  it.each(["%E0%A4%A", "a%00b.csv", "%", "%20"])("refuses the file name %s", async (name) => {
    const response = await upload({ "x-file-name": name });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error_code: "invalid_input" });
  });

  it.each(["null", "garbage", "http://", "http://evil.example"])(
    "refuses a call with the origin %s",
    async (origin) => {
      const response = await upload({ origin, host: "localhost" });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error_code: "permission_denied" });
    },
  );

  it("takes a call from our own pages", async () => {
    const response = await upload({ origin: "http://localhost", host: "localhost" }, "ours");
    expect(response.status).toBe(201);
  });
});
