import type { Transaction } from "@pipepilot/db";
import type { Call, Context, ProjectId, ProjectRef } from "../context";
import { DomainError } from "../errors";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { isUniqueViolation, transact } from "../transact";
import { createProjectInput, type CreateProjectInput } from "./schema";
import { freeSlug, slugOf } from "./slug";

/** So many people may take the same slug at the same moment before one of them is told. */
const ATTEMPTS = 5;

/**
 * Creates a project whose owner is the user who asks. A slug that is not given is made from the name, with a number where
 * another project has it.
 * @throws DomainError already_exists: the given slug is taken, or this person has a project of this name
 */
export async function createProject({ ctx, input }: Call<Context, CreateProjectInput>): Promise<ProjectRef> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new DomainError("permission_denied", "Only people create projects.");
  const { name, slug: given } = parse(createProjectInput, input);
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact(ctx, async (tx) => {
        if (given === undefined) await refuseOwnName(tx, actor.userId, name);
        const slug = given ?? (await findFreeSlug(tx, slugOf(name)));
        const project = await tx.project.create({
          data: { name, slug, members: { create: { userId: actor.userId, role: "owner" } } },
        });
        const ref: ProjectRef = { id: project.id as ProjectId, slug, name };
        await recordEvent(tx, { ...ctx, project: ref, role: "owner" }, "project/created", { slug, name });
        return ref;
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if (given === undefined && attempt < ATTEMPTS) continue;
      throw alreadyExists(given ?? name);
    }
  }
}

/** Two of one name in one list cannot be told apart. */
async function refuseOwnName(tx: Transaction, userId: string, name: string): Promise<void> {
  const own = await tx.project.findFirst({
    where: { name, members: { some: { userId } } },
    select: { id: true },
  });
  if (own) throw alreadyExists(name);
}

async function findFreeSlug(tx: Transaction, slug: string): Promise<string> {
  // A number may have cut the end of a long one.
  const alike = await tx.project.findMany({
    where: { slug: { startsWith: slug.slice(0, 50) } },
    select: { slug: true },
  });
  return freeSlug(slug, new Set(alike.map((each) => each.slug)));
}

function alreadyExists(name: string): DomainError {
  return new DomainError("already_exists", `A project named "${name}" exists already. Choose another name.`, {
    name,
  });
}
