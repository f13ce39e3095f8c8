import { build } from "esbuild";
import { bundleOurs } from "../../packages/tooling/bundle.mjs";

/** Where the bundle goes; tests run one of their own, beside a build that may be under way. */
const [outdir = "dist"] = process.argv.slice(2);

await build({
  ...bundleOurs,
  entryPoints: {
    server: "src/server.ts",
    setup: "src/setup/setup.ts",
    "task-worker": "@pipepilot/pipeline/tasks/task-worker",
    "thread-worker": "@pipepilot/ml/node/worker",
  },
  outdir,
  absWorkingDir: import.meta.dirname,
});
