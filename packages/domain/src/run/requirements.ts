const NAME = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/;

/**
 * The packages of a pip requirements text by their normalised names, with what is asked of each: "==2.0" becomes "2.0",
 * anything else stays as it is, "" is any version. Options, addresses and comments name no package.
 */
export function parseRequirements(text: string): Record<string, string> {
  const packages = new Map<string, string>();
  for (const raw of text.split(/\r?\n/)) {
    const line = raw
      .replace(/(^|\s)#.*$/, "")
      .replace(/;.*$/, "")
      .trim();
    if (line === "" || line.startsWith("-") || /:\/\//.test(line)) continue;
    const [, name, asked] = NAME.exec(line) ?? [];
    if (name === undefined) continue;
    const exact = /^===?\s*([^\s,]+)$/.exec(asked)?.[1];
    packages.set(name.toLowerCase().replaceAll(/[-_.]+/g, "-"), exact ?? asked.replaceAll(/\s+/g, ""));
  }
  return Object.fromEntries(packages);
}

/** The version of Python that a python_env.yaml or a conda.yaml asks for. */
export function pythonVersion(text: string): string | null {
  return /^(?:python:|\s*-\s*python[=<>~!]*)\s*["']?([0-9][0-9A-Za-z.]*)/m.exec(text)?.[1] ?? null;
}
