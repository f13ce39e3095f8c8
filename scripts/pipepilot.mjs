// `npm run pipepilot -- <command>`: builds the command line where it has changed, then hands over.
import { pathToFileURL } from "node:url";
import path from "node:path";
import { ensureBuilt, ensureInstalled, requireNode, root } from "./prepare.mjs";

requireNode();
await ensureInstalled();
await ensureBuilt(["@pipepilot/cli"]);
await import(pathToFileURL(path.join(root, "packages/cli/dist/pipepilot-process.js")).href);
