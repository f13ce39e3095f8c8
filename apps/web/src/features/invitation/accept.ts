"use server";

import { AuthError } from "next-auth";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { DomainError } from "@pipepilot/domain/errors";
import { acceptInvitation, joinWithNewAccount } from "@pipepilot/domain/invitation/accept";
import { readInvitation } from "@pipepilot/domain/invitation/read";
import { addressOf } from "@/server/address-of";
import { SignInRefused, signIn, signOut } from "@/server/auth";
import { services } from "@/server/database";
import { currentContext } from "@/server/session";

export interface AcceptState {
  readonly error: string | null;
}

const text = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

async function link(form: FormData) {
  return { token: text(form, "token"), address: addressOf(await headers()) };
}

/** The sentence of an expected mistake; what nobody foresaw, and Next's own redirects, go on. */
function sentenceOf(error: unknown): string {
  if (DomainError.is(error)) return error.message.replace(/^(name|password): /, "");
  if (error instanceof SignInRefused) return error.sentence;
  if (error instanceof AuthError) return "Signing in did not work just now. Try again.";
  throw error;
}

/** For whoever is signed in with the address that was invited. */
export async function acceptAsSelf(_before: AcceptState, form: FormData): Promise<AcceptState> {
  const ctx = await currentContext();
  if (!ctx) return { error: "You are not signed in any more. Reload the page." };
  let slug: string;
  try {
    ({ slug } = await acceptInvitation({ ctx, input: await link(form) }));
  } catch (error) {
    return { error: sentenceOf(error) };
  }
  redirect(`/${slug}`);
}

/** For whoever has an account: signs in with the invited address and accepts. */
export async function signInAndAccept(_before: AcceptState, form: FormData): Promise<AcceptState> {
  let slug: string;
  try {
    const found = await services();
    const input = await link(form);
    const { email } = await readInvitation({ services: found, input });
    await signIn("credentials", { email, password: text(form, "password"), redirect: false });
    const { id, name } = await found.db.prisma.user.findUniqueOrThrow({ where: { email } });
    const actor = { kind: "user", userId: id, email, name } as const;
    ({ slug } = await acceptInvitation({ ctx: { ...found, actor }, input }));
  } catch (error) {
    return { error: sentenceOf(error) };
  }
  redirect(`/${slug}`);
}

/** For whoever has none: account and membership at once, and in. */
export async function joinAndSignIn(_before: AcceptState, form: FormData): Promise<AcceptState> {
  const password = text(form, "password");
  let slug: string;
  try {
    const input = { ...(await link(form)), name: text(form, "name"), password };
    const joined = await joinWithNewAccount({ services: await services(), input });
    await signIn("credentials", { email: joined.user.email, password, redirect: false });
    slug = joined.slug;
  } catch (error) {
    return { error: sentenceOf(error) };
  }
  redirect(`/${slug}`);
}

/** Signs out and comes back to the link. */
export async function comeBackAsSomebodyElse(form: FormData): Promise<void> {
  await signOut({ redirectTo: `/invite/${encodeURIComponent(text(form, "token"))}` });
}
