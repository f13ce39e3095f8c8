/**
 * Browsers and proxies resolve `.` and `..` between slashes, also encoded ones; an experiment may be called so, since MLflow
 * allows any name, and a file `notes..`. In such names every dot is preceded by a tilde.
 */
const RESOLVED = /(?:^|[/\\])\.\.|\.\.(?:[/\\]|$)|(?:^|[/\\])\.(?:[/\\]|$)/;

/** A name as one part of an address: the name itself, percent-encoded, but for those that would be resolved. */
export function addressPart(name: string): string {
  const escaped = RESOLVED.test(name) || name.includes("~.") ? name.replaceAll(".", "~.") : name;
  return encodeURIComponent(escaped);
}

/** The name that a decoded part of an address stands for. */
export function nameOfPart(part: string): string {
  return part.replaceAll("~.", ".");
}
