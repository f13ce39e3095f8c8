import { isPair, isScalar, LineCounter, parseDocument, visit, type Document, type Node } from "yaml";

/** Something wrong in a config: where, what, and on which line of the YAML (1-based; null where there is none). */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
  readonly line: number | null;
}

export interface ReadYaml {
  readonly document: Document;
  readonly lines: LineCounter;
  /** What it says, as plain data. */
  readonly value: unknown;
}

/** Longer texts are no configs. */
const MAX_CHARACTERS = 100_000;
/** Aliases of aliases multiply: a few lines of them would fill the memory. */
const MAX_ALIASES = 100;

/** Reads YAML of a person who may still be writing it: whatever is wrong, it is answered and never thrown. */
export function readYaml(text: string): ReadYaml | { readonly problems: readonly ConfigProblem[] } {
  if (text.length > MAX_CHARACTERS) return { problems: [{ path: "", message: "is too long", line: null }] };
  const lines = new LineCounter();
  let aliasLine: number | null = null;
  try {
    const document = parseDocument(text, { lineCounter: lines });
    const broken = document.errors.map(({ message, pos }) => ({
      path: "",
      message: message.split("\n")[0].replace(/ at line \d+, column \d+:?$/, ""),
      line: lines.linePos(pos[0]).line,
    }));
    if (broken.length > 0) return { problems: broken };
    const { firstAlias, problems } = look(document, lines);
    if (problems.length > 0) return { problems };
    aliasLine = firstAlias;
    return { document, lines, value: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    const message =
      error instanceof RangeError
        ? "The config is nested too deeply."
        : "The aliases (*) stand for more than a config can hold. Write the values out.";
    return { problems: [{ path: "", message, line: aliasLine }] };
  }
}

/** Aliases of nothing, and keys that plain data drops without a word. */
function look(document: Document, lines: LineCounter) {
  const anchors = new Set<string>();
  const problems: ConfigProblem[] = [];
  let firstAlias: number | null = null;
  const lineOf = ({ range }: Pick<Node, "range">) => (range ? lines.linePos(range[0]).line : null);
  visit(document, {
    Value(_, { anchor }) {
      if (anchor) anchors.add(anchor);
    },
    Pair(_, { key }, ancestors) {
      if (isScalar(key) && key.value === "__proto__")
        problems.push({
          path: pathOf(ancestors, key.value),
          message: "is a reserved name",
          line: lineOf(key),
        });
    },
    Alias(_, alias, ancestors) {
      firstAlias ??= lineOf(alias);
      const { source } = alias;
      if (!anchors.has(source))
        problems.push({
          path: pathOf(ancestors),
          message: `has the alias *${source}, but nothing above it is marked &${source}`,
          line: lineOf(alias),
        });
    },
  });
  return { firstAlias, problems };
}

/** The keys on the way: "prepare.derive". */
function pathOf(ancestors: readonly unknown[], ...rest: string[]): string {
  const keys = ancestors.flatMap((each) =>
    isPair(each) && isScalar(each.key) ? [String(each.key.value)] : [],
  );
  return [...keys, ...rest].join(".");
}
