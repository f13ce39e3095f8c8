import { build } from "esbuild";
import { bundleOurs } from "../tooling/bundle.mjs";

await build({
  ...bundleOurs,
  entryPoints: ["src/main.ts", "src/pipepilot-process.ts", "src/up/leash.ts"],
  outdir: "dist",
  absWorkingDir: import.meta.dirname,
});
