import path from "node:path";
import { pipepilot } from "./pipepilot";

/** The command line as a process; `scripts/pipepilot.mjs` starts it in the project's folder. */
process.exitCode = await pipepilot(process.argv.slice(2), {
  env: process.env,
  home: path.resolve(process.env.PIPEPILOT_HOME ?? ".pipepilot"),
  isTerminal: process.stderr.isTTY === true,
  write: (text) => process.stderr.write(text),
});
