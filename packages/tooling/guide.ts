import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const ROOT = path.resolve(import.meta.dirname, "../..");
const GUIDE = "docs/guide";
const PAGES = ["README.md", "packages/sdk/README.md"];
const FENCE = /^```(.*)\n([\s\S]*?)^```$/gm;

/** An example of the documents: "```bash inference status=400" is proved by what `inference` stands for. */
export interface GuideBlock {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  /** Who proves it; empty for what is only shown. */
  readonly prover: string;
  readonly options: Readonly<Record<string, string>>;
  readonly text: string;
  /** The block after it, where that says what comes of it. */
  readonly outcome: string | null;
}

/** The guide's files and the READMEs, from the repository's folder on. */
export function guideFiles(): string[] {
  return [
    ...PAGES,
    ...readdirSync(path.join(ROOT, GUIDE))
      .sort()
      .map((file) => `${GUIDE}/${file}`),
  ];
}

export const readGuideFile = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

/** Every example in its order; of one prover, where it is named. */
export function guideBlocks(prover?: string): GuideBlock[] {
  const all = guideFiles().flatMap(blocksOf);
  return prover === undefined ? all : all.filter((block) => block.prover === prover);
}

/** How a test of an example is called. */
export const nameOf = ({ file, line }: GuideBlock) => `${file}:${line}`;

const OUTCOMES = new Set(["answer", "problems"]);

function blocksOf(file: string): GuideBlock[] {
  const source = readGuideFile(file);
  const found = [...source.matchAll(FENCE)].map(({ 1: info, 2: text, index }) => {
    const [language = "", prover = "", ...options] = info.trim().split(/\s+/);
    const line = source.slice(0, index).split("\n").length;
    return { file, line, language, prover, options: Object.fromEntries(options.map(pair)), text };
  });
  return found.map((block, at) => {
    const next = found.at(at + 1);
    return { ...block, outcome: next && OUTCOMES.has(next.prover) ? next.text : null };
  });
}

const pair = (option: string): [string, string] => {
  const [name, value = ""] = option.split("=", 2);
  return [name, value];
};

/** What no answer has in it. */
const END = "<end of answer>";

export interface ShellAnswer {
  readonly status: number;
  readonly body: string;
}

/** Runs an example's curls as a person would paste them, against other addresses, and says what each was answered. */
export async function runCurls(
  text: string,
  addresses: Readonly<Record<string, string>>,
  key: string,
): Promise<ShellAnswer[]> {
  const script = Object.entries(addresses).reduce(
    (so, [written, here]) => so.replaceAll(written, () => here),
    `curl() { command curl -sS -w '\\n%{http_code}${END}' "$@"; }\n${text}`,
  );
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], {
    env: { ...process.env, KEY: key, no_proxy: "*" },
  });
  return stdout
    .split(END)
    .slice(0, -1)
    .map((answer) => {
      const end = answer.lastIndexOf("\n");
      return { status: Number(answer.slice(end + 1)), body: answer.slice(0, end) };
    });
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The same with every number and id alike: what an example says depends on the data it is asked of, its form does not. */
export function formOf(json: string): unknown {
  return JSON.parse(json, (_, value: unknown) => {
    if (typeof value === "number") return 0;
    return typeof value === "string" && ID.test(value) ? "id" : value;
  });
}
