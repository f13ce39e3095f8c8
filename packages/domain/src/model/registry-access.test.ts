import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestVersion } from "../run/testing";
import { addTestMember, createTestProject, createTestServices, type TestServices } from "../testing";
import { createModel } from "./create";
import { deleteModel } from "./delete";
import { deleteVersion } from "./delete-version";
import { getModelRecord } from "./get-record";
import { getVersionByAlias } from "./get-version-by-alias";
import { getVersionRecord } from "./get-version-record";
import { getLatestVersions } from "./latest-versions";
import { renameModel } from "./rename";
import { setAlias } from "./set-alias";
import { setModelTag } from "./set-tag";
import { updateModel } from "./update";

let services: TestServices;
let ctx: ProjectContext;

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
});
afterAll(() => services.close());

const missing = { code: "not_found" };
const read = (model: string) => getModelRecord({ ctx, input: { model } });

describe("who may", () => {
  it("lets a viewer only read, and a contributor neither rename, delete nor move", async () => {
    await createTestVersion(ctx, "guarded");
    const viewer = { ctx: await addTestMember(ctx, "viewer") };
    const contributor = { ctx: await addTestMember(ctx, "contributor") };
    const denied = { code: "permission_denied" };
    const input = { model: "guarded", number: 1 };
    const tag = { model: "guarded", key: "k", value: "v" };
    expect((await getModelRecord({ ...viewer, input: { model: "guarded" } })).latestVersions).toHaveLength(1);
    await expect(createModel({ ...viewer, input: { name: "mine" } })).rejects.toMatchObject(denied);
    await expect(setModelTag({ ...viewer, input: tag })).rejects.toMatchObject(denied);
    await expect(
      updateModel({ ...viewer, input: { model: "guarded", description: "" } }),
    ).rejects.toMatchObject(denied);
    await setModelTag({ ...contributor, input: tag });
    const name = { model: "guarded", name: "mine" };
    await expect(renameModel({ ...contributor, input: name })).rejects.toMatchObject(denied);
    await expect(deleteModel({ ...contributor, input: { model: "guarded" } })).rejects.toMatchObject(denied);
    await expect(deleteVersion({ ...contributor, input })).rejects.toMatchObject(denied);
    expect(await getVersionRecord({ ctx, input })).toMatchObject({ stage: "None" });
  });

  it("finds and changes nothing of another project", async () => {
    await createTestVersion(ctx, "secret");
    await setAlias({ ctx, input: { model: "secret", alias: "champion", number: 1 } });
    const stranger = { ctx: await createTestProject(services) };
    const model = { model: "secret" };
    const version = { model: "secret", number: 1 };
    const attempts = [
      getModelRecord({ ...stranger, input: model }),
      getVersionRecord({ ...stranger, input: version }),
      getVersionByAlias({ ...stranger, input: { ...model, alias: "champion" } }),
      getLatestVersions({ ...stranger, input: model }),
      updateModel({ ...stranger, input: { ...model, description: "" } }),
      renameModel({ ...stranger, input: { ...model, name: "mine" } }),
      deleteModel({ ...stranger, input: model }),
      deleteVersion({ ...stranger, input: version }),
      setModelTag({ ...stranger, input: { ...version, key: "k", value: "v" } }),
    ];
    for (const attempt of await Promise.allSettled(attempts))
      expect(attempt).toMatchObject({ status: "rejected", reason: missing });
    expect(await read("secret")).toMatchObject({ tags: [], latestVersions: [{ number: 1 }] });
    await createModel({ ...stranger, input: { name: "secret" } });
  });
});
