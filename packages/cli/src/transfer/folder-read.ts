import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { stepOf, Unreadable, type KeyValue, type ModelPoint, type Point, type Step } from "./records";

/** A description in YAML, of this form. @throws Unreadable naming the file and what is wrong in it */
export async function readMeta<Schema extends z.ZodType>(
  schema: Schema,
  file: string,
): Promise<z.output<Schema>> {
  let given: unknown;
  try {
    given = parse(await readFile(file, "utf8"));
  } catch (error) {
    const { code, message, linePos } = error as NodeJS.ErrnoException & { linePos?: { line: number }[] };
    if (code === "ENOENT") throw new Unreadable(file, "The file is missing.");
    const at = linePos?.[0] ? `${file}:${linePos[0].line}` : file;
    throw new Unreadable(at, message.split("\n")[0]);
  }
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [{ path: at, message }] = read.error.issues;
  throw new Unreadable(file, `${at.join(".") || "the file"}: ${message}`);
}

/** Every file below as a key and its text; names with a slash are folders. */
export async function readTexts(directory: string): Promise<KeyValue[]> {
  const texts: KeyValue[] = [];
  for (const key of await filesBelow(directory))
    texts.push({ key, value: await readFile(path.join(directory, key), "utf8") });
  return texts;
}

/** Paths of all files below, with forward slashes, sorted; none where there is no such folder. */
export async function filesBelow(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files: string[] = [];
    for (const entry of entries) {
      const file = path.join(entry.parentPath, entry.name);
      // What a link leads to is taken along as what it is, folders aside.
      if (entry.isFile() || (entry.isSymbolicLink() && (await stat(file)).isFile()))
        files.push(path.relative(directory, file).split(path.sep).join("/"));
    }
    return files.sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

export async function foldersIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

const WORDS = new Map([
  ["nan", Number.NaN],
  ["inf", Infinity],
  ["-inf", -Infinity],
]);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const WHOLE = /^-?\d{1,16}$/;
const STEP = /^-?\d{1,19}$/;

/** A line of a metric's file: its time, its value, and a step where it was not written by an old client. */
export function readPoint(line: string, where: string): Point {
  const [timestamp = "", value = "", step = "0"] = line.trim().split(" ");
  return {
    timestamp: whole(timestamp, "time", where),
    value: numberIn(value, where),
    // MLflow leaves the step out where it notes a dataset.
    step: STEP.test(step) ? stepOf(step) : 0,
  };
}

/** A line of a logged model's metric: as a run's, then the run, and the dataset it was measured on. */
export function readModelPoint(key: string, line: string, where: string): ModelPoint {
  const [timestamp = "", value = "", step = "", runId = "", name, digest] = line.trim().split(" ");
  if (!/^[0-9a-f]{32}$/.test(runId)) throw new Unreadable(where, `"${runId}" is no run's id.`);
  return {
    key,
    runId,
    timestamp: whole(timestamp, "time", where),
    value: numberIn(value, where),
    step: stepIn(step, where),
    dataset: name === undefined || digest === undefined ? null : { name: decodeName(name), digest },
  };
}

const decodeName = (name: string) => name.replaceAll("%20", " ");

function stepIn(text: string, where: string): Step {
  if (!STEP.test(text)) throw new Unreadable(where, `"${text.slice(0, 50)}" is no step.`);
  return stepOf(text);
}

function whole(text: string, what: string, where: string): number {
  const number = Number(text);
  if (!WHOLE.test(text) || !Number.isSafeInteger(number))
    throw new Unreadable(where, `"${text.slice(0, 50)}" is no ${what}.`);
  return number;
}

function numberIn(text: string, where: string): number {
  const word = WORDS.get(text.toLowerCase().replace("infinity", "inf").replace("+", ""));
  if (word !== undefined) return word;
  if (!NUMBER.test(text)) throw new Unreadable(where, `"${text.slice(0, 50)}" is no number.`);
  return Number(text);
}

/** A file's lines that are not empty, with their places. */
export async function readLines<T>(file: string, read: (line: string, where: string) => T): Promise<T[]> {
  const lines = (await readFile(file, "utf8")).split("\n");
  return lines.flatMap((line, index) => (line.trim() === "" ? [] : [read(line, `${file}:${index + 1}`)]));
}
