"use server";

import { DomainError } from "@pipepilot/domain/errors";
import { createFirstUser } from "@pipepilot/domain/user/create-first";
import { signIn } from "@/server/auth";
import { services } from "@/server/database";

export interface FirstAccountState {
  readonly error: string | null;
}

/** Makes the installation's first account and signs it in. */
export async function makeFirstAccount(
  _before: FirstAccountState,
  form: FormData,
): Promise<FirstAccountState> {
  const text = (name: string) => String(form.get(name) ?? "");
  const input = { email: text("email"), name: text("name"), password: text("password") };
  try {
    await createFirstUser({ services: await services(), input });
  } catch (error) {
    if (DomainError.is(error)) return { error: error.message };
    throw error;
  }
  await signIn("credentials", { email: input.email, password: input.password, redirectTo: "/" });
  return { error: null };
}
