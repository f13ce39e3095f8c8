import NextAuth from "next-auth";
import { authConfig } from "./server/auth.config";

const { auth } = NextAuth(authConfig);

/** Pages need a session; `/api` answers for itself with status codes. */
export default auth((request) => {
  if (request.auth) return;
  const url = new URL("/sign-in", request.nextUrl.origin);
  const { pathname, search } = request.nextUrl;
  if (pathname !== "/") url.searchParams.set("next", pathname + search);
  return Response.redirect(url);
});

export const config = { matcher: ["/((?!api/|_next/|sign-in|health|version|icon|favicon).*)"] };
