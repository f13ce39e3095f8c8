import type { Call, Context, ProjectId, ProjectRef } from "../context";
import { DomainError } from "../errors";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { isUniqueViolation, transact } from "../transact";
import { createProjectInput, type CreateProjectInput } from "./schema";

/** Creates a project whose owner is the user who asks. */
export async function createProject({ ctx, input }: Call<Context, CreateProjectInput>): Promise<ProjectRef> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new DomainError("permission_denied", "Only people create projects.");
  const { name, slug = slugOf(name) } = parse(createProjectInput, input);
  try {
    return await transact(ctx, async (tx) => {
      const project = await tx.project.create({
        data: { name, slug, members: { create: { userId: actor.userId, role: "owner" } } },
      });
      const ref: ProjectRef = { id: project.id as ProjectId, slug, name };
      await recordEvent(tx, { ...ctx, project: ref, role: "owner" }, "project/created", { slug, name });
      return ref;
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new DomainError(
        "already_exists",
        `A project named "${slug}" exists already. Choose another name.`,
        { slug },
      );
    throw error;
  }
}

function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 64)
    .replace(/-+$/, "");
  return slug || "project";
}
