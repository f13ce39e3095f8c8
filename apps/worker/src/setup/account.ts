import { randomBytes } from "node:crypto";
import {
  createProject,
  createUser,
  DomainError,
  openProject,
  type Context,
  type ProjectContext,
  type Services,
} from "@pipepilot/domain";
import { SetupError } from "./report";
import { readSecret, writeSecret } from "./secret-file";

export const DEMO_EMAIL = "demo@pipepilot.local";

export interface Account {
  readonly ctx: Context;
  readonly password: string;
}

/** The demo's account. Its password is written down before the account is made, so that a set-up that was killed goes on. */
export async function ensureAccount(services: Services, demoFile: string): Promise<Account> {
  const handover = handoverFile(demoFile);
  const known = (await passwordIn(demoFile)) ?? (await passwordIn(handover));
  const user = await services.db.prisma.user.findUnique({ where: { email: DEMO_EMAIL } });
  if (user && known === null)
    throw new SetupError(
      "password_unknown",
      `The account ${DEMO_EMAIL} exists, but the file with its password is gone. "npm start -- --reset" starts over.`,
    );
  const password = known ?? randomBytes(12).toString("base64url");
  if (known === null) await writeSecret(handover, { email: DEMO_EMAIL, password });
  const { id, email, name } =
    user ?? (await createUser({ services, input: { email: DEMO_EMAIL, name: "Demo", password } }));
  return { ctx: { ...services, actor: { kind: "user", userId: id, email, name } }, password };
}

export function handoverFile(demoFile: string): string {
  return `${demoFile}.account`;
}

async function passwordIn(file: string): Promise<string | null> {
  const password = (await readSecret(file))?.password;
  return typeof password === "string" ? password : null;
}

/** The project of this name, created where it is missing. */
export async function ensureProject(ctx: Context, name: string): Promise<ProjectContext> {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  try {
    await createProject({ ctx, input: { name, slug } });
  } catch (error) {
    if (!DomainError.is(error) || error.code !== "already_exists") throw error;
  }
  return openProject(ctx, slug);
}
