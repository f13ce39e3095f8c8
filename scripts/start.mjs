// The one command for everything: installs what is missing, builds what has changed, then hands over to `pipepilot up`.
// Plain JavaScript with nothing but Node: it must run before anything is installed.
import { pathToFileURL } from "node:url";
import path from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
const argv = process.argv.slice(2);
const dev = argv.includes("--dev");
if (!argv.includes("--help") && !argv.includes("-h")) process.stdout.write("\n  PipePilot\n\n");
await ensureInstalled();
await ensureBuilt(dev ? ["@pipepilot/cli", "@pipepilot/worker"] : []);
const { main } = await import(pathToFileURL(path.join(root, "packages/cli/dist/main.js")).href);
process.exit(await main(argv));
