import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deleteVersion } from "../model/delete-version";
import { removeMember } from "../member/remove";
import { countUnreadMentions, listMentions } from "../mention/list";
import { markMentionsRead } from "../mention/mark-read";
import type { ProjectContext } from "../context";
import { createTestExperiment, createTestRun, createTestVersion } from "../run/testing";
import { trashRuns } from "../run/trash";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { addComment } from "./add";
import { deleteComment } from "./delete";
import { editComment } from "./edit";
import { listComments } from "./list";

let services: TestServices;
let owner: ProjectContext;
let contributor: ProjectContext;
let viewer: ProjectContext;
let runId: string;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  owner = await createTestProject(services);
  contributor = await addTestMember(owner, "contributor");
  viewer = await addTestMember(owner, "viewer");
  runId = await createTestRun(owner, (await createTestExperiment(owner)).id);
});

const idOf = ({ actor }: ProjectContext) => (actor.kind === "user" ? actor.userId : "");
const at = (ctx: ProjectContext) => `<@${idOf(ctx)}>`;
const say = (ctx: ProjectContext, text: string) => addComment({ ctx, input: { about: { runId }, text } });
const read = (ctx: ProjectContext) => listComments({ ctx, input: { about: { runId } } });
const unread = (ctx: ProjectContext) => countUnreadMentions({ ctx });
const mentionsOf = async (ctx: ProjectContext) => (await listMentions({ ctx, input: {} })).items;
const DENIED = { code: "permission_denied" };
const MISSING = { code: "not_found" };

describe("comments", () => {
  it("are added to runs, newest first, page by page, and tell the feed", async () => {
    for (const text of ["one", "two", "three"]) await say(contributor, text);
    const first = await listComments({ ctx: viewer, input: { about: { runId }, limit: 2 } });
    const { nextCursor: cursor } = first;
    const second = await listComments({
      ctx: viewer,
      input: { about: { runId }, limit: 2, cursor: cursor! },
    });
    expect([...first.items, ...second.items].map(({ text }) => text)).toEqual(["three", "two", "one"]);
    expect(first.items[0]).toMatchObject({ author: { id: idOf(contributor), name: "Ada" }, editedAt: null });
    expect(second.nextCursor).toBeNull();
    const events = await services.db.prisma.event.findMany({
      where: { projectId: owner.project.id, name: "comment/added" },
    });
    expect(events).toHaveLength(3);
    expect(events[0].data).toMatchObject({ run: { runId }, version: null });
  });

  it("are added to model versions, and go with them", async () => {
    await createTestVersion(owner, "prices", { runId });
    const about = { model: "prices", number: 1 };
    await addComment({ ctx: contributor, input: { about, text: `Look, ${at(owner)}` } });
    expect((await listComments({ ctx: viewer, input: { about } })).items).toHaveLength(1);
    expect((await read(viewer)).items).toEqual([]);
    expect(await mentionsOf(owner)).toMatchObject([{ run: null, version: about, excerpt: "Look, @Ada" }]);
    await deleteVersion({ ctx: owner, input: about });
    expect(await unread(owner)).toBe(0);
    const missing = addComment({ ctx: owner, input: { about: { ...about, number: 9 }, text: "x" } });
    await expect(missing).rejects.toMatchObject(MISSING);
  });

  it("are edited by who wrote them only, and say so", async () => {
    const { id: commentId } = await say(contributor, "frist");
    await editComment({ ctx: contributor, input: { commentId, text: "first" } });
    await expect(editComment({ ctx: owner, input: { commentId, text: "mine" } })).rejects.toMatchObject(
      DENIED,
    );
    const [comment] = (await read(viewer)).items;
    expect(comment.text).toBe("first");
    expect(comment.editedAt).toBeInstanceOf(Date);
  });

  it("are deleted by who wrote them and by maintainers", async () => {
    const maintainer = await addTestMember(owner, "maintainer");
    const other = await addTestMember(owner, "contributor");
    const [one, two] = [await say(contributor, "one"), await say(contributor, "two")];
    const remove = (ctx: ProjectContext, { id }: { id: string }) =>
      deleteComment({ ctx, input: { commentId: id } });
    await expect(remove(other, one)).rejects.toMatchObject(DENIED);
    await remove(contributor, one);
    await remove(maintainer, two);
    await expect(remove(maintainer, two)).rejects.toMatchObject(MISSING);
    expect((await read(owner)).items).toEqual([]);
  });

  it("are read by viewers, who write none", async () => {
    await expect(say(viewer, "me too")).rejects.toMatchObject(DENIED);
    const key = { kind: "apiKey", apiKeyId: "k", name: "bot", scopes: ["admin"] } as const;
    await expect(say({ ...owner, actor: key, role: null }, "beep")).rejects.toMatchObject(DENIED);
    expect((await read(viewer)).items).toEqual([]);
  });

  it("are neither empty nor on what is in the trash", async () => {
    await expect(say(owner, " \n ")).rejects.toMatchObject({ code: "invalid_input" });
    await say(owner, "before");
    await trashRuns({ ctx: owner, input: { runIds: [runId] } });
    await expect(say(owner, "after")).rejects.toMatchObject({ code: "in_trash" });
    expect((await read(viewer)).items).toHaveLength(1);
  });

  it("of another project are not there", async () => {
    const { id: commentId } = await say(owner, "ours");
    const stranger = await createTestProject(services);
    await expect(read(stranger)).rejects.toMatchObject(MISSING);
    await expect(say(stranger, "hello")).rejects.toMatchObject(MISSING);
    await expect(deleteComment({ ctx: stranger, input: { commentId } })).rejects.toMatchObject(MISSING);
    await expect(editComment({ ctx: stranger, input: { commentId, text: "x" } })).rejects.toMatchObject(
      MISSING,
    );
  });
});

describe("mentions", () => {
  it("reach the member by id, whatever the name is by then", async () => {
    await say(contributor, `Is this better, ${at(viewer)}?`);
    await services.db.prisma.user.update({ where: { id: idOf(viewer) }, data: { name: "Augusta" } });
    expect(await unread(viewer)).toBe(1);
    expect(await unread(owner)).toBe(0);
    expect(await mentionsOf(viewer)).toMatchObject([
      {
        author: { id: idOf(contributor) },
        excerpt: "Is this better, @Augusta?",
        readAt: null,
        run: { runId },
      },
    ]);
    const [comment] = (await read(owner)).items;
    expect(comment.mentions).toEqual([{ userId: idOf(viewer), name: "Augusta", isMember: true }]);
  });

  it("are read one by one or all at once, by whom they are for", async () => {
    const { id: commentId } = await say(contributor, at(viewer));
    await say(contributor, at(viewer));
    await say(contributor, at(viewer) + at(owner));
    await markMentionsRead({ ctx: viewer, input: { commentId } });
    expect([await unread(viewer), await unread(owner)]).toEqual([2, 1]);
    await markMentionsRead({ ctx: viewer, input: {} });
    expect([await unread(viewer), await unread(owner)]).toEqual([0, 1]);
    expect((await mentionsOf(viewer)).every(({ readAt }) => readAt !== null)).toBe(true);
  });

  it("of oneself are no news", async () => {
    await say(contributor, at(contributor));
    expect(await unread(contributor)).toBe(0);
    expect(await mentionsOf(contributor)).toEqual([]);
  });

  it("of strangers and of nobody tell no name and nobody", async () => {
    const stranger = await createTestProject(services);
    await say(contributor, `${at(stranger)} <@${crypto.randomUUID()}>`);
    const [comment] = (await read(owner)).items;
    expect(comment.mentions).toEqual([]);
    expect(await services.db.prisma.mention.count({ where: { userId: idOf(stranger) } })).toBe(0);
  });

  it("follow what an edit makes of the text; what was read stays read", async () => {
    const { id: commentId } = await say(contributor, `${at(viewer)} ${at(owner)}`);
    await markMentionsRead({ ctx: viewer, input: {} });
    const edit = (text: string) => editComment({ ctx: contributor, input: { commentId, text } });
    await edit(`${at(viewer)} only`);
    expect([await unread(viewer), await unread(owner)]).toEqual([0, 0]);
    expect(await mentionsOf(owner)).toEqual([]);
    await deleteComment({ ctx: owner, input: { commentId } });
    expect(await mentionsOf(viewer)).toEqual([]);
  });

  it("of a member who was removed since are a name in plain text", async () => {
    await say(contributor, at(viewer));
    await removeMember({ ctx: owner, input: { userId: idOf(viewer) } });
    const [comment] = (await read(owner)).items;
    expect(comment.mentions).toEqual([{ userId: idOf(viewer), name: "Ada", isMember: false }]);
  });
});
