// Format, lint, types and structure: no database, no browser, everything that can be known by reading.
import { ensureInstalled, phase, requireNode, run, root, turbo } from "./prepare.mjs";
import { checkStructure } from "./structure.mjs";
import { readdirSync } from "node:fs";
import path from "node:path";

const bin = (name) => path.join(root, "node_modules/.bin", name);

export async function verify() {
  await phase("generate", () => turbo(["run", "generate", "--output-logs=errors-only"]));
  await phase("structure", async () => checkStructure(root));
  await phase("format", () =>
    run(bin("prettier"), [
      "--check",
      "--log-level=warn",
      "--cache",
      "--cache-location=node_modules/.cache/prettier",
      ".",
    ]),
  );
  await phase("lint", () =>
    run(bin("eslint"), [
      "--config",
      "packages/tooling/eslint.config.mjs",
      "--max-warnings=0",
      "--cache",
      "--cache-location=node_modules/.cache/eslint/",
      ".",
    ]),
  );
  await phase("types", async () => {
    await run(bin("next"), ["typegen"], { cwd: path.join(root, "apps/web") });
    for (const project of typescriptProjects()) await run(bin("tsc"), ["-p", project]);
  });
}

function typescriptProjects() {
  const inside = (folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);
  return [...inside("packages").filter((name) => name !== "packages/tooling"), ...inside("apps"), "tests"];
}

if (process.argv[1] === import.meta.filename) {
  requireNode();
  await ensureInstalled();
  await verify();
}
