import { build } from "esbuild";
import { bundleOurs } from "../../packages/tooling/bundle.mjs";

await build({
  ...bundleOurs,
  entryPoints: ["src/server.ts"],
  outdir: "dist",
  absWorkingDir: import.meta.dirname,
});
