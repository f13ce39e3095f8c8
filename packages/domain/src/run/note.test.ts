import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { deleteRunTag } from "./delete-tag";
import { getRun } from "./get";
import { NOTE_TAG } from "./keys";
import { listRunNotes } from "./list-notes";
import { logBatch } from "./log-batch";
import { saveRunNote } from "./save-note";
import { setRunTags } from "./set-tags";
import { createTestExperiment, createTestRun } from "./testing";
import { getTrackedRun } from "./tracked";
import { trashRun } from "./trash";

let services: TestServices;
let ada: ProjectContext;
let grace: ProjectContext;
let experimentId: string;
let runId: string;

beforeAll(async () => {
  services = await createTestServices();
  ada = await createTestProject(services);
  grace = await addTestMember(ada, "contributor");
  experimentId = (await createTestExperiment(ada)).id;
});
beforeEach(async () => {
  runId = await createTestRun(ada, experimentId);
});
afterAll(() => services.close());

const save = (ctx: ProjectContext, text: string, base: number) =>
  saveRunNote({ ctx, input: { runId, text, base } });
const versions = async () =>
  (await listRunNotes({ ctx: ada, input: { runId } })).items.map(({ number, text, author }) => [
    number,
    text,
    author === null ? null : (author as { id: string }).id === userId(ada) ? "ada" : "other",
  ]);
const userId = ({ actor }: ProjectContext) => (actor.kind === "user" ? actor.userId : "");
const note = async () => (await getRun({ ctx: ada, input: { runId } })).note;
const tags = async () =>
  Object.fromEntries(
    (await getTrackedRun({ ctx: ada, input: { runId } })).tags.map(({ key, value }) => [key, value]),
  );

describe("a run's note", () => {
  it("is MLflow's tag, and every version stays with its author", async () => {
    expect(await note()).toEqual({ text: "", number: 0 });
    expect(await save(ada, "# First", 0)).toEqual({ number: 1 });
    expect(await save(grace, "# Second", 1)).toEqual({ number: 2 });
    expect((await tags())[NOTE_TAG]).toBe("# Second");
    expect(await note()).toEqual({ text: "# Second", number: 2 });
    expect((await getRun({ ctx: ada, input: { runId } })).tags).toEqual({});
    expect(await versions()).toEqual([
      [2, "# Second", "other"],
      [1, "# First", "ada"],
    ]);
  });

  it("edited by two at once is nobody's loss: the second is told, and can write on what stands there", async () => {
    await save(ada, "both read this", 0);
    await save(grace, "Grace's", 1);
    await expect(save(ada, "Ada's", 1)).rejects.toMatchObject({
      code: "conflict",
      message: "Ada saved version 2 of this note while you were writing. Yours is not saved yet.",
      facts: { number: 2 },
    });
    expect((await note()).text).toBe("Grace's");
    expect(await save(ada, "Grace's and Ada's", 2)).toEqual({ number: 3 });
    expect((await versions()).map(([, text]) => text)).toEqual([
      "Grace's and Ada's",
      "Grace's",
      "both read this",
    ]);
  });

  it("lets one of many writers at the same moment through", async () => {
    const outcomes = await Promise.allSettled(["a", "b", "c", "d"].map((text) => save(ada, text, 0)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await versions()).toHaveLength(1);
  });

  it("keeps what clients write, in batches too, in the same history", async () => {
    await logBatch({ ctx: ada, input: { runId, tags: [{ key: NOTE_TAG, value: "batch" }] } });
    await setRunTags({ ctx: ada, input: { runId, tags: { [NOTE_TAG]: "set" } } });
    await setRunTags({ ctx: ada, input: { runId, tags: { [NOTE_TAG]: "set", other: "1" } } });
    expect(await versions()).toEqual([
      [2, "set", "ada"],
      [1, "batch", null],
    ]);
    await expect(save(ada, "page", 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await save(ada, "page", 2)).toEqual({ number: 3 });
  });

  it("taken away leaves its history, and saving the same again makes no version", async () => {
    await save(ada, "text", 0);
    expect(await save(ada, "text", 1)).toEqual({ number: 1 });
    expect(await save(ada, " \n", 1)).toEqual({ number: 2 });
    expect(NOTE_TAG in (await tags())).toBe(false);
    expect(await note()).toEqual({ text: "", number: 2 });
    expect(await save(ada, "back", 2)).toEqual({ number: 3 });
    await deleteRunTag({ ctx: grace, input: { runId, key: NOTE_TAG } });
    expect(await versions()).toEqual([
      [4, "", "other"],
      [3, "back", "ada"],
      [2, "", "ada"],
      [1, "text", "ada"],
    ]);
  });

  it("has a history that nothing rewrites", async () => {
    await save(ada, "text", 0);
    const where = { projectId: ada.project.id, runId };
    await expect(ada.db.prisma.runNote.updateMany({ where, data: { text: "x" } })).rejects.toThrow();
    await expect(ada.db.prisma.runNote.deleteMany({ where })).rejects.toThrow();
    expect(await versions()).toEqual([[1, "text", "ada"]]);
  });

  it("is read in pages, written by contributors only, and of no stranger or trashed run", async () => {
    for (const base of [0, 1, 2]) await save(ada, `v${base + 1}`, base);
    const first = await listRunNotes({ ctx: ada, input: { runId, limit: 2 } });
    expect([first.items.map(({ number }) => number), first.nextCursor]).toEqual([[3, 2], 2]);
    const rest = await listRunNotes({ ctx: ada, input: { runId, limit: 2, cursor: 2 } });
    expect([rest.items.map(({ number }) => number), rest.nextCursor]).toEqual([[1], null]);
    const viewer = await addTestMember(ada, "viewer");
    await expect(save(viewer, "x", 3)).rejects.toMatchObject({ code: "permission_denied" });
    const stranger = await createTestProject(services);
    await expect(save(stranger, "x", 3)).rejects.toMatchObject({ code: "not_found" });
    await expect(listRunNotes({ ctx: stranger, input: { runId } })).rejects.toMatchObject({
      code: "not_found",
    });
    await trashRun({ ctx: ada, input: { runId } });
    await expect(save(ada, "x", 3)).rejects.toMatchObject({ code: "in_trash" });
    await expect(save(ada, "x".repeat(8001), 3)).rejects.toMatchObject({ code: "invalid_input" });
  });
});
