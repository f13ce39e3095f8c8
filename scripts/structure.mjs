import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const MAX_LINES = 320;

/**
 * What lint cannot say: no file grows past its size, nothing is called utils, a noun's folder in the domain has a schema
 * apart from its verbs, the paths that documents name exist, and no signal is lost to the garbage collector.
 * @throws Error listing every finding
 */
export function checkStructure(root) {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file && existsSync(path.join(root, file)));
  const findings = [
    ...tooLong(root, files),
    ...badNames(files),
    ...brokenDocPaths(root, files),
    ...lostTimeouts(root, files),
  ];
  if (findings.length > 0)
    throw Object.assign(new Error(`${findings.length} finding(s)`), { output: findings.join("\n") });
}

function tooLong(root, files) {
  return files
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => [file, readFileSync(path.join(root, file), "utf8").split("\n").length - 1])
    .filter(([, lines]) => lines > MAX_LINES)
    .map(([file, lines]) => `${file}: ${lines} lines; split it along a seam (at most ${MAX_LINES})`);
}

function badNames(files) {
  return files
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .filter(
      (file) =>
        /(^|\/)(utils?|helpers?|misc|common)(\.|\/)/.test(file) ||
        /\/[^/]*[A-Z][^/]*\.(ts|tsx|mjs)$/.test(file),
    )
    .map((file) => `${file}: name it, in kebab case, by what it does`);
}

/** In Node 20 a timeout that only a joined signal holds is collected as garbage, and never fires. */
function lostTimeouts(root, files) {
  return files
    .filter((file) => /\/src\/.*\.tsx?$/.test(file))
    .filter((file) => {
      const code = readFileSync(path.join(root, file), "utf8").replace(/^\s*(\/\/|\/?\*).*$/gm, "");
      return /AbortSignal\.any\([^;]*?AbortSignal\.timeout\(/.test(code);
    })
    .map((file) => `${file}: abort an AbortController by a timer instead of joining AbortSignal.timeout()`);
}

/** Paths in backticks that look like ours must exist. */
function brokenDocPaths(root, files) {
  return files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), "utf8");
      const named = [...text.matchAll(/`((?:apps|packages|prisma|scripts|tests|docs)\/[\w./[\]-]+)`/g)].map(
        (match) => match[1].replace(/\/$/, ""),
      );
      return named
        .filter((name) => !existsSync(path.join(root, name)))
        .map((name) => `${file}: names ${name}, which does not exist`);
    });
}
