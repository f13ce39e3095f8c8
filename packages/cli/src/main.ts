import path from "node:path";
import { HELP, parseOptions, UsageError } from "./up/options";
import { up } from "./up/up";

/** dist/main.js -> packages/cli -> packages -> root */
const root = path.resolve(import.meta.dirname, "../../..");

/** Called by scripts/start.mjs once everything is installed and built. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(argv, root);
    if (options.help) {
      process.stdout.write(HELP);
      return 0;
    }
    return await up(options, root);
  } catch (error) {
    process.stderr.write(
      `\n  ${error instanceof UsageError ? error.message : ((error as Error).stack ?? String(error))}\n\n`,
    );
    return error instanceof UsageError ? 2 : 1;
  }
}
