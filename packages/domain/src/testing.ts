import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Role } from "@pipepilot/db";
import { createTestDatabase } from "@pipepilot/db/testing";
import { createObjectStore } from "@pipepilot/storage";
import type { Context, ProjectContext, ProjectId, Services } from "./context";
import { createDatasetVersion } from "./dataset/create-version";
import type { CreatedDatasetVersion, CreateDatasetVersionInput, DatasetLimits } from "./dataset/schema";

export interface TestServices extends Services {
  readonly url: string;
  /** The store's directory, to look for what was left behind. */
  readonly storeDirectory: string;
  close(): Promise<void>;
}

/** A migrated database and a local object store of the test file's own; `close` removes both. */
export async function createTestServices(): Promise<TestServices> {
  const storeDirectory = mkdtempSync(path.join(tmpdir(), "pipepilot-store-"));
  const store = await createObjectStore({ kind: "local", directory: storeDirectory });
  const { database, url, drop } = await createTestDatabase();
  return {
    db: database,
    store,
    url,
    storeDirectory,
    async close() {
      await drop();
      rmSync(storeDirectory, { recursive: true, force: true });
    },
  };
}

/** A signed-in person of the test's own. */
export async function createTestUser(services: Services, name = "Ada"): Promise<Context> {
  const email = `${name.toLowerCase()}-${randomUUID()}@example.com`;
  const { id } = await services.db.prisma.user.create({ data: { email, name, passwordHash: "unusable" } });
  return { db: services.db, store: services.store, actor: { kind: "user", userId: id, email, name } };
}

/** A project of the test's own, seen by a new person with this role (owner unless told). */
export async function createTestProject(
  services: Services,
  { role = "owner", name = "Test project" }: { role?: Role; name?: string } = {},
): Promise<ProjectContext> {
  const slug = `test-${randomUUID()}`;
  const project = await services.db.prisma.project.create({ data: { slug, name } });
  const ref = { id: project.id as ProjectId, slug, name };
  return addTestMember({ ...services, project: ref }, role);
}

/** The same project as another, new person with this role sees it. */
export async function addTestMember(
  ctx: Services & Pick<ProjectContext, "project">,
  role: Role,
): Promise<ProjectContext> {
  const user = await createTestUser(ctx);
  if (user.actor.kind !== "user") throw new Error("A test user is a user.");
  await ctx.db.prisma.member.create({ data: { projectId: ctx.project.id, userId: user.actor.userId, role } });
  return { ...user, project: ctx.project, role };
}

/** Uploads a CSV text as the next version of a dataset. */
export function uploadTestCsv(
  ctx: ProjectContext,
  content: string | Uint8Array,
  options: Partial<CreateDatasetVersionInput> & { limits?: Partial<DatasetLimits> } = {},
): Promise<CreatedDatasetVersion> {
  const { limits, ...input } = options;
  const source = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return createDatasetVersion({
    ctx,
    input: { dataset: "flowers", fileName: "flowers.csv", ...input },
    source,
    limits,
  });
}

/** `count` CSV lines. */
export function csvLines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}
