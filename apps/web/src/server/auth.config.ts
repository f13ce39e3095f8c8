import type { NextAuthConfig } from "next-auth";
import type { DefaultSession } from "next-auth";

declare module "next-auth" {
  interface Session {
    user: { id: string } & DefaultSession["user"];
    /** What the session is ended by. */
    id: string;
    /** Seconds since 1970. */
    expiresAt: number;
  }
}

/** A session lasts this long from signing in, however often it is used: what was ended need not be remembered longer. */
const LASTS_SECONDS = 30 * 24 * 60 * 60;

/** What guarding pages needs: no database, so `proxy.ts` stays light. */
export const authConfig = {
  trustHost: true,
  session: { strategy: "jwt", maxAge: LASTS_SECONDS },
  pages: { signIn: "/sign-in" },
  providers: [],
  callbacks: {
    jwt({ token, user }) {
      const now = Math.floor(Date.now() / 1000);
      if (user)
        return { ...token, userId: user.id, sessionId: crypto.randomUUID(), until: now + LASTS_SECONDS };
      return typeof token.sessionId === "string" && Number(token.until) > now ? token : null;
    },
    session({ session, token }) {
      session.user.id = token.userId as string;
      return { ...session, id: token.sessionId as string, expiresAt: token.until as number };
    },
  },
} satisfies NextAuthConfig;
