import { readdirSync } from "node:fs";
import path from "node:path";
import type { Context, ProjectContext } from "@pipepilot/domain/context";
import {
  addTestMember,
  createTestProject,
  createTestUser,
  type TestServices,
} from "@pipepilot/domain/testing";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visit } from "./visit";
import { createWebServices } from "./web-services";

const ROLES = ["viewer", "contributor", "maintainer", "owner"] as const;
type Role = (typeof ROLES)[number];

/** The least role that may call each procedure inside a project; `anyone` needs an account only. A new procedure fails until it is listed. */
const PROCEDURES: Record<string, Role | "anyone"> = {
  "alert.hide": "contributor",
  "alert.list": "viewer",
  "alert.show": "contributor",
  "apiKey.create": "maintainer",
  "apiKey.list": "maintainer",
  "apiKey.revoke": "maintainer",
  "artifact.list": "viewer",
  "artifact.previewRows": "viewer",
  "artifact.readText": "viewer",
  "comment.add": "contributor",
  "comment.delete": "contributor",
  "comment.edit": "contributor",
  "comment.list": "viewer",
  "dataset.get": "viewer",
  "dataset.getVersion": "viewer",
  "dataset.list": "viewer",
  "dataset.preview": "viewer",
  "event.list": "viewer",
  "experiment.get": "viewer",
  "experiment.leaderboard": "viewer",
  "experiment.judge": "contributor",
  "experiment.list": "viewer",
  "experiment.rename": "contributor",
  "experiment.restore": "contributor",
  "experiment.trash": "contributor",
  "invitation.create": "owner",
  "invitation.list": "owner",
  "invitation.revoke": "owner",
  "live.changes": "viewer",
  "live.present": "viewer",
  "member.changeRole": "owner",
  "member.leave": "viewer",
  "member.list": "viewer",
  "member.remove": "owner",
  "mention.count": "viewer",
  "mention.list": "viewer",
  "mention.markRead": "viewer",
  "model.get": "viewer",
  "model.getVersion": "viewer",
  "model.inputExample": "viewer",
  "model.list": "viewer",
  "model.register": "contributor",
  "model.setAlias": "maintainer",
  "model.transitionStage": "maintainer",
  "model.updateDescription": "contributor",
  "pipeline.cancelRun": "contributor",
  "pipeline.create": "contributor",
  "pipeline.get": "viewer",
  "pipeline.getConfig": "viewer",
  "pipeline.getRun": "viewer",
  "pipeline.list": "viewer",
  "pipeline.listRuns": "viewer",
  "pipeline.saveConfig": "contributor",
  "pipeline.startRun": "contributor",
  "pipeline.stepLog": "viewer",
  "project.checklist": "viewer",
  "project.production": "viewer",
  "project.showChecklist": "contributor",
  "project.create": "anyone",
  "project.list": "anyone",
  "project.me": "viewer",
  "project.overview": "viewer",
  "run.compare": "viewer",
  "run.compareCurves": "viewer",
  "run.describe": "viewer",
  "run.environment": "viewer",
  "run.get": "viewer",
  "run.group": "viewer",
  "run.keys": "viewer",
  "run.list": "viewer",
  "run.lineage": "viewer",
  "run.listMetrics": "viewer",
  "run.listNotes": "viewer",
  "run.matchingIds": "viewer",
  "run.metricPoints": "viewer",
  "run.outline": "viewer",
  "run.paramValues": "viewer",
  "run.purge": "maintainer",
  "run.readArtifact": "viewer",
  "run.reproduce": "contributor",
  "run.reproductions": "viewer",
  "run.restore": "contributor",
  "run.saveNote": "contributor",
  "run.setTags": "contributor",
  "run.trash": "contributor",
  "run.update": "contributor",
  "savedView.create": "contributor",
  "savedView.delete": "contributor",
  "savedView.list": "viewer",
  "savedView.update": "contributor",
  "serving.address": "anyone",
  "serving.ask": "viewer",
  "serving.explain": "viewer",
  "serving.instances": "viewer",
  "serving.prediction": "viewer",
  "serving.stats": "viewer",
};

/** Configs are read before the verb is called; this one is readable. */
const YAML = "dataset: d\ntarget: y\ntrain:\n  - type: baseline\n";

let services: TestServices;
let owner: ProjectContext;
const members = new Map<Role, ProjectContext>();
let stranger: Context;

beforeAll(async () => {
  visit.services = services = await createWebServices();
  owner = await createTestProject(services);
  for (const role of ROLES) members.set(role, role === "owner" ? owner : await addTestMember(owner, role));
  stranger = await createTestUser(services, "Stranger");
});
afterAll(() => services.close());

/** The tRPC code a call is answered with; "OK" when it is answered. Subscriptions are ended after their first step. */
async function outcome(name: string, as: Context | null): Promise<string> {
  const { createCaller } = await import("@/server/routers");
  const caller = createCaller({ ctx: as }) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  const [noun, verb] = name.split(".");
  const input = {
    project: owner.project.slug,
    model: "m",
    row: {},
    dataset: "d",
    name: "d",
    yaml: YAML,
    pipeline: "p",
  };
  try {
    await caller[noun][verb](input);
    return "OK";
  } catch (error) {
    return error instanceof TRPCError ? error.code : String(error);
  }
}

const asUser = (ctx: Context): Context => ({ db: ctx.db, store: ctx.store, actor: ctx.actor });

describe("every tRPC procedure", () => {
  it("is listed here with the least role it needs", async () => {
    const { appRouter } = await import("@/server/routers");
    expect(Object.keys(appRouter._def.procedures).sort()).toEqual(Object.keys(PROCEDURES).sort());
  });

  it("wants a signed-in person", async () => {
    for (const name of Object.keys(PROCEDURES))
      expect([name, await outcome(name, null)]).toEqual([name, "UNAUTHORIZED"]);
  });

  it("shows a stranger nothing, not even that the project exists", async () => {
    for (const [name, least] of Object.entries(PROCEDURES)) {
      if (least === "anyone") continue;
      expect([name, await outcome(name, asUser(stranger))]).toEqual([name, "NOT_FOUND"]);
    }
  });

  it.each(ROLES)("answers a %s what the role allows and refuses the rest", async (role) => {
    const rank = ROLES.indexOf(role);
    for (const [name, least] of Object.entries(PROCEDURES)) {
      if (least === "anyone") continue;
      const code = await outcome(name, asUser(members.get(role) as ProjectContext));
      const allowed = rank >= ROLES.indexOf(least);
      expect([name, code === "FORBIDDEN"]).toEqual([name, !allowed]);
      expect([name, code]).not.toEqual([name, "INTERNAL_SERVER_ERROR"]);
      expect([name, code]).not.toEqual([name, "UNAUTHORIZED"]);
    }
  });
});

const API = path.resolve(import.meta.dirname, "../src/app/api");

describe("every REST route of a project", () => {
  const routes = readdirSync(path.join(API, "projects"), { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith("route.ts"),
  );

  it("answers 401 without a session, 404 to a stranger and to a key of another project", async () => {
    expect(routes.length).toBeGreaterThanOrEqual(3);
    const { createApiKey } = await import("@pipepilot/domain/api-key/create");
    const other = await createTestProject(services);
    const { key } = await createApiKey({ ctx: other, input: { name: "other", scopes: ["admin"] } });
    for (const file of routes) {
      const module = (await import(path.join(API, "projects", file))) as Record<
        string,
        (request: Request, context: unknown) => Promise<Response>
      >;
      const params = {
        project: owner.project.slug,
        dataset: "d",
        experiment: "e",
        pipeline: "p",
        number: "1",
        step: "s",
        run: "0".repeat(32),
        model: `m-${"0".repeat(32)}`,
        path: ["a.json"],
      };
      for (const method of ["GET", "POST", "PUT", "DELETE"].filter((name) => name in module)) {
        const call = (headers: Record<string, string>) =>
          module[method](
            new Request("http://localhost/x", {
              method,
              headers,
              ...(method === "GET" ? {} : { body: "a,b\n1,2\n" }),
            }),
            { params: Promise.resolve(params) },
          );
        visit.visitor = null;
        expect([file, method, (await call({})).status]).toEqual([file, method, 401]);
        visit.visitor = asUser(stranger);
        expect([file, method, (await call({})).status]).toEqual([file, method, 404]);
        visit.visitor = null;
        expect([file, method, (await call({ authorization: `Bearer ${key}` })).status]).toEqual([
          file,
          method,
          404,
        ]);
        expect([file, method, (await call({ authorization: "Bearer pp_wrong" })).status]).toEqual([
          file,
          method,
          401,
        ]);
      }
    }
  });

  it("refuses a viewer's upload and a foreign page's", async () => {
    const { POST } = await import("@/app/api/projects/[project]/datasets/[dataset]/versions/route");
    const upload = (headers: Record<string, string>) =>
      POST(new Request("http://localhost/x", { method: "POST", headers, body: "a,b\n1,2\n" }), {
        params: Promise.resolve({ project: owner.project.slug, dataset: "d" }),
      });
    visit.visitor = asUser(members.get("viewer") as ProjectContext);
    expect((await upload({})).status).toBe(403);
    visit.visitor = asUser(owner);
    expect((await upload({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await upload({ origin: "http://evil.example", host: "localhost" })).status).toBe(403);
  });
});
