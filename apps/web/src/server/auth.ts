import "server-only";
import { verifyPassword } from "@pipepilot/domain/user/verify-password";
import { toDomainError } from "@pipepilot/domain/unavailable";
import NextAuth, { CredentialsSignin } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { authConfig } from "./auth.config";
import { addressOf } from "./address-of";
import { services } from "./database";

/** Carries a domain error's code through next-auth to the sign-in form. */
export class SignInRefused extends CredentialsSignin {
  constructor(
    override readonly code: string,
    readonly sentence: string,
  ) {
    super();
  }
}

export const { handlers, auth, signIn, signOut } = NextAuth({
  ...authConfig,
  logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      async authorize({ email, password }, request) {
        try {
          const user = await verifyPassword({
            services: await services(),
            input: {
              email: String(email ?? ""),
              password: String(password ?? ""),
              address: addressOf(request.headers),
            },
          });
          return { id: user.id, email: user.email, name: user.name };
        } catch (error) {
          const known = toDomainError(error);
          throw known ? new SignInRefused(known.code, known.message) : error;
        }
      },
    }),
  ],
});
