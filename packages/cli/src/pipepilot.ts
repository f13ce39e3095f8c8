import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { HELP, isAddress, parseCommandLine, type Here, type TransferOptions } from "./command-line";
import { FolderSource } from "./transfer/folder-source";
import { FolderTarget } from "./transfer/folder-target";
import { RestClient, RestError } from "./transfer/rest-client";
import { RestSource } from "./transfer/rest-source";
import { RestTarget } from "./transfer/rest-target";
import { Unreadable, type Source } from "./transfer/records";
import { transfer, type Counts, type Outcome } from "./transfer/transfer";
import { UsageError } from "./up/options";

export interface Terminal {
  readonly env: NodeJS.Dict<string>;
  readonly home: string;
  /** One line of it stands for all where it is a terminal. */
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** What stands after `npm run pipepilot --`. @returns the code to exit with: 1 where something could not be taken along */
export async function pipepilot(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const options = parseCommandLine(argv, terminal.env, readHere(terminal.home));
    if (options === null) {
      terminal.write(HELP);
      return 0;
    }
    return await run(options, terminal);
  } catch (error) {
    const isExpected =
      error instanceof UsageError || error instanceof RestError || error instanceof Unreadable;
    terminal.write(`\n  ${isExpected ? error.message : ((error as Error).stack ?? String(error))}\n\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function run(options: TransferOptions, terminal: Terminal): Promise<number> {
  const { command, from, to, token, fromToken } = options;
  const isImport = command === "import";
  const source = sourceOf(from, isImport ? fromToken : token);
  const target = isImport ? new RestTarget(new RestClient(to, token), source.label) : new FolderTarget(to);
  terminal.write(`  ${isImport ? "Importing" : "Exporting"} ${from}\n         to ${to}\n`);
  const outcome = await transfer(source, target, progressTo(terminal));
  if (terminal.isTerminal) terminal.write("\r\x1b[K");
  terminal.write(report(outcome));
  return outcome.problems.length > 0 ? 1 : 0;
}

/** @throws UsageError for a folder that is none */
function sourceOf(from: string, token: string | undefined): Source {
  if (isAddress(from)) return new RestSource(new RestClient(from, token));
  if (!existsSync(from) || !statSync(from).isDirectory()) throw new UsageError(`There is no folder ${from}.`);
  return new FolderSource(from);
}

function progressTo({ isTerminal, write }: Terminal) {
  let last = "";
  return (counts: Counts, at: string) => {
    const [experiment] = at.split(" / ");
    if (isTerminal) write(`\r\x1b[K  ${summary(counts)}: ${at.slice(0, 60)}`);
    else if (experiment !== last) write(`  ${summary(counts)}: ${experiment}\n`);
    last = experiment;
  };
}

const many = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function summary({ experiments, runs, loggedModels, models, versions }: Counts): string {
  return [
    many(experiments, "experiment"),
    many(runs, "run"),
    many(loggedModels, "logged model"),
    many(models, "model"),
    many(versions, "version"),
  ].join(", ");
}

function report(outcome: Outcome): string {
  const { problems, present } = outcome;
  const there = present > 0 ? ` (${present} of the runs were there already)` : "";
  const lines = problems.map(({ where, what }) => `    ${where}\n      ${what}\n`);
  const failed =
    problems.length > 0 ? `\n  ${many(problems.length, "thing")} could not be taken along:\n` : "";
  return `  ${summary(outcome)}${there}.\n${failed}${lines.join("")}`;
}

function readHere(home: string): Here {
  try {
    return JSON.parse(readFileSync(path.join(home, "demo.json"), "utf8")) as Here;
  } catch {
    return {};
  }
}
