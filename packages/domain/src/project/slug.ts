const MAX_LENGTH = 64;

/**
 * First parts of addresses that are the product's own: a project of such a name could not be reached. A test of the web
 * application keeps the list equal to its routes.
 */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  "api",
  "guide",
  "health",
  "invite",
  "open-link",
  "sign-in",
  "version",
]);

/** A name as part of an address: lower-case letters, digits and hyphens; "project" where nothing of it is left. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-");
  return trimmed(slug, MAX_LENGTH) || "project";
}

/** The slug, or with the first number from 2 on that makes it one that is neither taken nor reserved. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  let free = slug;
  for (let number = 2; taken.has(free) || RESERVED_SLUGS.has(free); number++) {
    const suffix = `-${number}`;
    free = trimmed(slug, MAX_LENGTH - suffix.length) + suffix;
  }
  return free;
}

function trimmed(slug: string, length: number): string {
  return slug.replace(/^-+/, "").slice(0, length).replace(/-+$/, "");
}
