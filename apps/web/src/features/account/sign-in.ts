"use server";

import { AuthError } from "next-auth";
import { SignInRefused, signIn, signOut } from "@/server/auth";
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

export async function leave(): Promise<void> {
  await signOut({ redirectTo: "/sign-in" });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
