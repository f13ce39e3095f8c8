"use server";

import { AuthError } from "next-auth";
import { endSession } from "@pipepilot/domain/user/end-session";
import { SignInRefused, auth, signIn, signOut } from "@/server/auth";
import { services } from "@/server/database";
import { ownPath } from "./own-path";

export interface SignInState {
  readonly email: string;
  readonly error: string | null;
}

/** Signs in and goes on to `next`, a path of ours; otherwise tells why not. */
export async function signInWithPassword(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = text(form, "email");
  try {
    await signIn("credentials", {
      email,
      password: text(form, "password"),
      redirectTo: ownPath(text(form, "next")),
    });
    return { email, error: null };
  } catch (error) {
    if (error instanceof SignInRefused) return { email, error: error.sentence };
    if (error instanceof AuthError) return { email, error: "Signing in did not work just now. Try again." };
    throw error;
  }
}

/** Ends this browser's session, and with it every copy of its cookie. */
export async function leave(): Promise<void> {
  const session = await auth();
  if (session)
    await endSession({
      services: await services(),
      input: { sessionId: session.id, expiresAt: new Date(session.expiresAt * 1000) },
    });
  await signOut({ redirectTo: "/sign-in" });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
