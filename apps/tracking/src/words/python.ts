/** What Python, in which MLflow writes its messages, makes of a JSON value. */

/** As `repr` writes a text. */
export function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

/** As `json.dumps` writes a value: in ASCII. Cut where it is long; what a list or an object holds may be deeper than can be written. */
export function pythonJson(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[...]" : "{...}";
  const ascii = JSON.stringify(value).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return ascii.length > LONGEST ? `${ascii.slice(0, LONGEST)}...` : ascii;
}
const LONGEST = 1000;

/** As a float is written: a whole one has a decimal, too. */
export function pythonFloat(value: unknown): string {
  return Number.isInteger(value) && Math.abs(value as number) < 1e16 ? `${value as number}.0` : String(value);
}

export function pythonType(value: unknown): string {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return { string: "str", boolean: "bool", object: "dict" }[typeof value as string] ?? "object";
}

/** As `posixpath.normpath` has it. */
export function normalPath(name: string): string {
  const isAbsolute = name.startsWith("/");
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && !isAbsolute && (parts.length === 0 || parts.at(-1) === "..")) parts.push(part);
    else if (part === "..") parts.pop();
    else parts.push(part);
  }
  // Two slashes at the start are kept: POSIX leaves to each system what they mean.
  const root = isAbsolute ? (/^\/\/(?!\/)/.test(name) ? "//" : "/") : "";
  return root + parts.join("/") || ".";
}
