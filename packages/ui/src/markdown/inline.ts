export type Inline =
  | { type: "text"; text: string }
  | { type: "code"; text: string }
  | { type: "strong" | "em" | "strike"; children: Inline[] }
  | { type: "link"; href: string; children: Inline[] }
  | { type: "image"; src: string; alt: string }
  | { type: "mention"; id: string }
  | { type: "break" };

const PROTOCOLS = new Set(["http:", "https:", "mailto:"]);
const DEEPEST = 12;
const ESCAPABLE = /[\\`*_{}[\]()#+\-.!~|<>]/;

/** The address if it leads somewhere a person may be sent to; null for scripts, data and what is no address. */
export function safeHref(href: string): string | null {
  const base = "https://here.invalid";
  if (!URL.canParse(href, base)) return null;
  return PROTOCOLS.has(new URL(href, base).protocol) ? href : null;
}

/** Pictures that stand in the text itself; others would tell a stranger's server who reads. */
export const isEmbeddedPicture = (src: string) =>
  /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/.test(src);

/** The marks inside a paragraph: emphasis, code, links, addresses that stand by themselves. */
export function parseInline(source: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let text = "";
  const add = (inline: Inline) => {
    if (text) found.push({ type: "text", text });
    text = "";
    found.push(inline);
  };
  for (let at = 0; at < source.length;) {
    const match = depth < DEEPEST ? markAt(source, at, depth) : null;
    if (match) {
      add(match.inline);
      at = match.end;
    } else if (source[at] === "\\" && ESCAPABLE.test(source[at + 1] ?? "")) {
      text += source[at + 1];
      at += 2;
    } else {
      text += source[at];
      at += 1;
    }
  }
  if (text) found.push({ type: "text", text });
  return found;
}

interface Match {
  inline: Inline;
  end: number;
}

function markAt(source: string, at: number, depth: number): Match | null {
  switch (source[at]) {
    case "`":
      return codeAt(source, at);
    case "*":
    case "_":
      return emphasisAt(source, at, depth);
    case "~":
      return source.startsWith("~~", at) ? wrapped(source, at, "~~", "strike", depth) : null;
    case "[":
      return linkAt(source, at, depth);
    case "!":
      return imageAt(source, at);
    case "<":
      return mentionAt(source, at) ?? addressAt(source, at);
    case "h":
      return addressAt(source, at);
    case "\n":
      return breakAt(source, at);
    case "\\":
      return source[at + 1] === "\n" ? { inline: { type: "break" }, end: at + 2 } : null;
    default:
      return null;
  }
}

/** Somebody named by their id: `<@id>`. */
function mentionAt(source: string, at: number): Match | null {
  const [all, id] = /^<@([0-9a-f-]{36})>/.exec(source.slice(at, at + 39)) ?? [];
  return all === undefined ? null : { inline: { type: "mention", id }, end: at + all.length };
}

function codeAt(source: string, at: number): Match | null {
  const fence = /^`+/.exec(source.slice(at, at + 32))?.[0] ?? "`";
  const close = source.indexOf(fence, at + fence.length);
  if (close < 0) return null;
  const text = source.slice(at + fence.length, close).replaceAll("\n", " ");
  return {
    inline: { type: "code", text: /^ .*\S.* $/.test(text) ? text.slice(1, -1) : text },
    end: close + fence.length,
  };
}

function emphasisAt(source: string, at: number, depth: number): Match | null {
  const mark = source[at];
  // Inside a word an underscore is part of it: n_estimators.
  if (mark === "_" && /[\p{L}\p{N}]/u.test(source[at - 1] ?? "")) return null;
  return (
    (source[at + 1] === mark ? wrapped(source, at, mark + mark, "strong", depth) : null) ??
    wrapped(source, at, mark, "em", depth)
  );
}

/** Without an end to look for, a text of nothing but marks would be searched again for each of them. */
const LONGEST_EMPHASIS = 2000;

function wrapped(
  source: string,
  at: number,
  mark: string,
  type: "strong" | "em" | "strike",
  depth: number,
): Match | null {
  const start = at + mark.length;
  if (/\s/.test(source[start] ?? " ")) return null;
  const reach = source.slice(0, start + LONGEST_EMPHASIS);
  for (let close = reach.indexOf(mark, start + 1); close >= 0; close = reach.indexOf(mark, close + 1)) {
    const after = source[close + mark.length] ?? "";
    const endsHere =
      !/[\s\\]/.test(source[close - 1]) &&
      (mark.length > 1 || (after !== mark && source[close - 1] !== mark)) &&
      (mark[0] !== "_" || !/[\p{L}\p{N}]/u.test(after));
    if (endsHere)
      return {
        inline: { type, children: parseInline(source.slice(start, close), depth + 1) },
        end: close + mark.length,
      };
  }
  return null;
}

const TARGET =
  /^\(\s*(?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)/;
const LONGEST_TARGET = 4000;

function targetAt(source: string, at: number): { href: string; end: number } | null {
  const [all, pointed, plain = ""] = TARGET.exec(source.slice(at, at + LONGEST_TARGET)) ?? [];
  return all === undefined ? null : { href: pointed ?? plain, end: at + all.length };
}

function linkAt(source: string, at: number, depth: number): Match | null {
  const close = closingBracket(source, at);
  const target = close < 0 ? null : targetAt(source, close + 1);
  if (!target) return null;
  const children = parseInline(source.slice(at + 1, close), depth + 1);
  const href = safeHref(target.href);
  // What it says stays; where it leads does not.
  if (href === null) return { inline: { type: "em", children }, end: target.end };
  return { inline: { type: "link", href, children }, end: target.end };
}

function imageAt(source: string, at: number): Match | null {
  if (source[at + 1] !== "[") return null;
  const close = source.indexOf("]", at);
  // A picture inside the text is longer than any address.
  const [all, src = ""] =
    (close < 0 ? null : /^\(\s*([^\s()]*)[^)\n]*\)/.exec(source.slice(close + 1))) ?? [];
  if (all === undefined) return null;
  return { inline: { type: "image", src, alt: source.slice(at + 2, close) }, end: close + 1 + all.length };
}

const LONGEST_LABEL = 1000;

function closingBracket(source: string, at: number): number {
  let open = 0;
  for (let i = at; i < Math.min(source.length, at + LONGEST_LABEL); i++) {
    if (source[i] === "\\") i++;
    else if (source[i] === "[") open++;
    else if (source[i] === "]" && --open === 0) return i;
  }
  return -1;
}

/** `<https://…>` or an address by itself. */
function addressAt(source: string, at: number): Match | null {
  const part = source.slice(at, at + 2000);
  const [all, pointed] = /^<((?:https?:\/\/|mailto:)[^\s<>]+)>/.exec(part) ?? [];
  const bare =
    pointed ??
    (/\w/.test(source[at - 1] ?? "") ? undefined : /^https?:\/\/[^\s<>"']*[\w/#=&-]/.exec(part)?.[0]);
  if (bare === undefined || safeHref(bare) === null) return null;
  return {
    inline: { type: "link", href: bare, children: [{ type: "text", text: bare }] },
    end: at + (all ?? bare).length,
  };
}

function breakAt(source: string, at: number): Match | null {
  return source.slice(at - 2, at) === "  " ? { inline: { type: "break" }, end: at + 1 } : null;
}
