import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import type { Env } from "./env";

/** What a tracked run records of the machine and the programs that made it. */
export function describeEnvironment(env: Env): Record<string, string | number> {
  const commit = env.PIPEPILOT_GIT_COMMIT;
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model ?? "unknown",
    threads: env.PIPEPILOT_THREADS,
    pipepilot: ownVersion(),
    ...versions(["inngest", "zod"]),
    ...(commit && { git_commit: commit }),
  };
}

function versions(names: readonly string[]): Record<string, string> {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    names.flatMap((name) => {
      try {
        return [[name, versionIn(require.resolve(`${name}/package.json`))]];
      } catch {
        return [];
      }
    }),
  );
}

function ownVersion(): string {
  return versionIn(new URL("../package.json", import.meta.url));
}

function versionIn(file: string | URL): string {
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
