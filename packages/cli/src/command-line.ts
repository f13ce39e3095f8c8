import path from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "./up/options";

export const HELP = `npm run pipepilot -- <command> [options]

  import --from <http://server | folder>    take runs and models along from an MLflow server or an mlruns folder
  export --to <folder>                      write the project as mlruns/ and registry.json

  --url URL            the server to import into or export from (default MLFLOW_TRACKING_URI, else the one running here)
  --token KEY          its API key, scope track; admin to import stages (default MLFLOW_TRACKING_TOKEN, else the demo's)
  --from-token KEY     the key of the server to import from

Both go on where they ended, and change nothing that is there already.
`;

export interface TransferOptions {
  readonly command: "import" | "export";
  /** An address, or a folder's path. */
  readonly from: string;
  readonly to: string;
  readonly token: string | undefined;
  readonly fromToken: string | undefined;
}

/** The server that runs here, where one was set up: what `.pipepilot/demo.json` says. */
export interface Here {
  readonly webUrl?: string;
  readonly trackKey?: string;
}

export const isAddress = (text: string) => /^https?:\/\//.test(text);

/** @throws UsageError with one clear line; null asks for help */
export function parseCommandLine(
  argv: readonly string[],
  env: NodeJS.Dict<string>,
  here: Here,
): TransferOptions | null {
  const [command, ...rest] = argv;
  if (command === undefined || ["help", "--help", "-h"].includes(command) || rest.includes("--help"))
    return null;
  if (command !== "import" && command !== "export")
    throw new UsageError(`There is no command "${command}": use import or export, or --help.`);
  const values = read(rest);
  const url = values.url ?? env.MLFLOW_TRACKING_URI ?? here.webUrl;
  if (url === undefined)
    throw new UsageError(
      "Say which server with --url http://... or MLFLOW_TRACKING_URI; none is set up here.",
    );
  if (!isAddress(url)) throw new UsageError(`--url is the address of a server, not "${url}".`);
  const isHere = url === here.webUrl;
  const token = values.token ?? env.MLFLOW_TRACKING_TOKEN ?? (isHere ? here.trackKey : undefined);
  const other = command === "import" ? values.from : values.to;
  if (other === undefined)
    throw new UsageError(
      command === "import" ? "Say what to import with --from." : "Say where to export to with --to.",
    );
  if (command === "export" && isAddress(other))
    throw new UsageError("--to is a folder: export writes files.");
  // npm runs scripts in the project's folder; paths are meant from where the person stands.
  const place = isAddress(other) ? other : path.resolve(env.INIT_CWD ?? process.cwd(), other);
  const own = { command, token, fromToken: values["from-token"] } as const;
  return command === "import" ? { ...own, from: place, to: url } : { ...own, from: url, to: place };
}

function read(argv: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: argv,
      options: { from: text, to: text, url: text, token: text, "from-token": text },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
