import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { logArtifact } from "./log-artifact";
import { openArtifact } from "./open-artifact";
import { readArtifact } from "./read-artifact";
import { createTestExperiment, createTestRun } from "./testing";

let services: TestServices;
let ctx: ProjectContext;
let runId: string;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  runId = await createTestRun(ctx, (await createTestExperiment(ctx)).id);
});
afterAll(() => services.close());

async function log(path: string, content: string | Uint8Array) {
  const { hash, size } = await ctx.store.put(Buffer.from(content));
  await logArtifact({ ctx, input: { runId, path, blob: { hash, size } } });
  return { hash, size };
}
const read = (path: string, as = ctx) => readArtifact({ ctx: as, input: { runId, path } });

describe("reading an artifact", () => {
  it("gives a small text whole", async () => {
    const blob = await log("plots/größe.json", '{"ü":1}');
    expect(await read("plots/größe.json")).toEqual({
      ...blob,
      path: "plots/größe.json",
      text: '{"ü":1}',
      createdAt: expect.any(Date),
    });
  });

  it("refuses what is too large and what is no text, and opens both", async () => {
    const large = new Uint8Array(1024 * 1024 + 1).fill(97);
    await log("large.txt", large);
    await log("model.bin", Uint8Array.of(0xff, 0xfe, 0x00));
    await expect(read("large.txt")).rejects.toMatchObject({
      code: "too_large",
      facts: { size: large.length },
    });
    await expect(read("model.bin")).rejects.toMatchObject({ code: "invalid_input" });
    const { content, size } = await openArtifact({ ctx, input: { runId, path: "large.txt" } });
    expect(size).toBe(large.length);
    expect(Buffer.concat((await content.toArray()) as Uint8Array[]).equals(large)).toBe(true);
  });

  it("knows only this run's artifacts, and only for its own project", async () => {
    await log("own.txt", "mine");
    const stranger = await createTestProject(services);
    await expect(read("own.txt", stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(read("missing.txt")).rejects.toMatchObject({ code: "not_found" });
    await expect(read("../own.txt")).rejects.toMatchObject({ code: "invalid_input" });
  });
});
