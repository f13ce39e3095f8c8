import NextAuth from "next-auth";
import { authConfig } from "./server/auth.config";
import { decodeText } from "./server/decode-text";

const { auth } = NextAuth(authConfig);

/** Pages need a session and an address that can be read; `/api` answers for itself with status codes. */
export default auth((request) => {
  const { pathname, search } = request.nextUrl;
  if (decodeText(pathname) === null)
    return new Response("This address is not percent-encoded as UTF-8.", { status: 400 });
  // A link to join a project is for people who have no account yet.
  if (request.auth || pathname.startsWith("/invite/")) return;
  const url = new URL("/sign-in", request.nextUrl.origin);
  if (pathname !== "/") url.searchParams.set("next", pathname + search);
  return Response.redirect(url);
});

export const config = { matcher: ["/((?!api/|_next/|guide(?:/|$)|sign-in|health|version|icon|favicon).*)"] };
