import { build } from "esbuild";
import { bundleOurs } from "../../packages/tooling/bundle.mjs";

await build({
  ...bundleOurs,
  entryPoints: { server: "src/server.ts" },
  outdir: "dist",
  absWorkingDir: import.meta.dirname,
});
