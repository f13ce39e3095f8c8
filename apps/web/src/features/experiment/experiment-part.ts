/**
 * Browsers and proxies resolve `.` and `..` between slashes, also encoded ones; an experiment may be called so, since MLflow
 * allows any name. In such names every dot is preceded by a tilde.
 */
const RESOLVED = /(?:^|[/\\])\.\.|\.\.(?:[/\\]|$)|(?:^|[/\\])\.(?:[/\\]|$)/;

/** An experiment's name as one part of an address: the name itself, percent-encoded, but for those that would be resolved. */
export function experimentPart(name: string): string {
  const escaped = RESOLVED.test(name) || name.includes("~.") ? name.replaceAll(".", "~.") : name;
  return encodeURIComponent(escaped);
}

/** The name that a decoded part of an address stands for. */
export function experimentIn(part: string): string {
  return part.replaceAll("~.", ".");
}
