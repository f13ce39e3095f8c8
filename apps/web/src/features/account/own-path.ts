import { decodeText } from "@/server/decode-text";

/** Stands for the site, whatever its name: only paths are compared. */
const SITE = "http://site.invalid";

/**
 * A path of this site as browsers will read it, or `/` for anything that may lead to another: `//evil.example`, also where
 * dots, backslashes, blanks and what is encoded hide that it begins so.
 */
export function ownPath(asked: string): string {
  if (!asked.startsWith("/") || !URL.canParse(asked, SITE)) return "/";
  const { origin, pathname, search, hash } = new URL(asked, SITE);
  const meant = decodeText(pathname);
  const leavesUs = origin !== SITE || meant === null || /^\/[\s\p{Cc}]*[/\\]/u.test(meant);
  return leavesUs ? "/" : pathname + search + hash;
}
