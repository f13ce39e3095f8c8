/** Text that is HTML already. Made by `markup` only, so that nothing of a user's gets in unescaped. */
export interface Markup {
  readonly html: string;
}

type Part = Markup | string | number | null | readonly Part[];

/** HTML or SVG from a template: whatever is put in is escaped, unless it is markup itself; null is nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: strings.reduce((sum, text, at) => sum + htmlOf(parts[at - 1]) + text) };
}

/** HTML of our own making, such as a style sheet. */
export function trusted(html: string): Markup {
  return { html };
}

function htmlOf(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return "html" in part ? part.html : part.map(htmlOf).join("");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Safe as text and inside a quoted attribute. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
