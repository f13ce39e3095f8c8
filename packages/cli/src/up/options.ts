import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

export interface UpOptions {
  readonly host: string;
  readonly webPort: number;
  readonly inferencePort: number;
  /** A CSV of the user's own instead of the demo's stand-in. */
  readonly data: string | null;
  readonly target: string | null;
  readonly reset: boolean;
  readonly yes: boolean;
  readonly dev: boolean;
  readonly demo: boolean;
  readonly home: string;
  readonly help: boolean;
}

/** A mistake in how the command was called: printed as one line, without a stack. */
export class UsageError extends Error {}

export const HELP = `npm start -- [options]

  --port N             web pages and APIs (default 5000)
  --inference-port N   the inference service (default 5001)
  --host ADDRESS       where servers listen (default 127.0.0.1)
  --data FILE.csv      begin with your own data
  --target COLUMN      the column to predict in it
  --no-demo            start empty
  --reset              delete everything under .pipepilot and start over (asks first; --yes answers)
  --dev                reload on change
`;

/** @throws UsageError with one clear line */
export function parseOptions(argv: readonly string[], root: string): UpOptions {
  const values = read(argv);
  const host = values.host ?? "127.0.0.1";
  const data =
    values.data === undefined ? null : path.resolve(process.env.INIT_CWD ?? process.cwd(), values.data);
  if (data !== null) checkData(data, values.target);
  if (data === null && values.target !== undefined)
    throw new UsageError("--target names a column of the file given with --data; add --data FILE.csv.");
  const webPort = port("--port", values.port, 5000);
  const inferencePort = port("--inference-port", values["inference-port"], 5001);
  if (webPort === inferencePort)
    throw new UsageError(
      `The web pages and the inference service cannot share port ${webPort}; give one of them another with --port or --inference-port.`,
    );
  return {
    host,
    data,
    target: values.target ?? null,
    webPort,
    inferencePort,
    reset: values.reset ?? false,
    yes: values.yes ?? false,
    dev: values.dev ?? false,
    demo: !(values["no-demo"] ?? false),
    home: path.resolve(root, process.env.PIPEPILOT_HOME ?? ".pipepilot"),
    help: values.help ?? false,
  };
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: "string" },
        "inference-port": { type: "string" },
        host: { type: "string" },
        data: { type: "string" },
        target: { type: "string" },
        reset: { type: "boolean" },
        yes: { type: "boolean", short: "y" },
        dev: { type: "boolean" },
        "no-demo": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}. See npm start -- --help.`);
  }
}

function port(flag: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 65_535)
    throw new UsageError(`${flag} takes a port from 1 to 65535, not "${value}".`);
  return number;
}

function checkData(file: string, target: string | undefined) {
  if (!existsSync(file))
    throw new UsageError(`There is no file ${file}. Give --data the path of a CSV file.`);
  if (!statSync(file).isFile())
    throw new UsageError(`${file} is not a file. Give --data the path of a CSV file.`);
  if (target === undefined) throw new UsageError("Say which column to predict: --target COLUMN.");
}
