import NextAuth from "next-auth";
import type { NextFetchEvent, NextRequest } from "next/server";
import { authConfig } from "./server/auth.config";
import { decodeText } from "./server/decode-text";
import { refusedPost } from "./server/form-post";

const { auth } = NextAuth(authConfig);

/** Pages for people who have no account yet: a link to join a project, and the guide. */
const OPEN = /^\/(sign-in$|invite\/|guide(\/|$))/;

const signedIn = auth((request) => {
  if (request.auth) return;
  const { pathname, search } = request.nextUrl;
  const url = new URL("/sign-in", request.nextUrl.origin);
  if (pathname !== "/") url.searchParams.set("next", pathname + search);
  return Response.redirect(url);
});

/**
 * Pages need a session (but for those that are open), an address that can be read and, where something is posted, a form;
 * `/api` answers for itself with status codes.
 */
export default async function proxy(request: NextRequest, event: NextFetchEvent) {
  const { pathname } = request.nextUrl;
  if (decodeText(pathname) === null)
    return new Response("This address is not percent-encoded as UTF-8.", { status: 400 });
  const refused = await refusedPost(request);
  if (refused || OPEN.test(pathname)) return refused ?? undefined;
  // The wrapper's type is that of a route's handler; it takes what a proxy is given.
  return signedIn(request, event as never);
}

export const config = { matcher: ["/((?!api/|_next/|health|version|icon|favicon).*)"] };
