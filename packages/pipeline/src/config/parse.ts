import { isMap, isNode, isScalar, type Document, type LineCounter } from "yaml";
import type { z } from "zod";
import { mergeConfig, SetError } from "./merge";
import { plainMessage } from "./message";
import { readYaml, type ConfigProblem } from "./read-yaml";
import { pipelineConfigSchema, type PipelineConfig } from "./schema";

export type { ConfigProblem };

export type ParsedPipelineConfig =
  | { readonly config: PipelineConfig }
  | { readonly problems: readonly ConfigProblem[] };

/**
 * Reads a pipeline config from YAML (JSON is YAML too) and applies `--set`s. Every problem is found at once, each with its
 * path and line.
 */
export function parsePipelineConfig(text: string, sets: readonly string[] = []): ParsedPipelineConfig {
  const read = readYaml(text);
  if ("problems" in read) return read;
  const { document, lines, value } = read;
  try {
    const lineOf = (path: readonly PropertyKey[], key?: string) => findLine(document, lines, path, key);
    return validate(mergeConfig(value, sets), lineOf);
  } catch (error) {
    if (!(error instanceof SetError)) throw error;
    return { problems: [{ path: "", message: error.message, line: null }] };
  }
}

/** The same for a config that is an object already, such as the JSON body of a request. */
export function validatePipelineConfig(input: unknown, sets: readonly string[] = []): ParsedPipelineConfig {
  try {
    return validate(mergeConfig(input, sets), () => null);
  } catch (error) {
    if (!(error instanceof SetError)) throw error;
    return { problems: [{ path: "", message: error.message, line: null }] };
  }
}

type LineOf = (path: readonly PropertyKey[], key?: string) => number | null;

function validate(input: unknown, lineOf: LineOf): ParsedPipelineConfig {
  const parsed = pipelineConfigSchema.safeParse(input ?? {});
  if (parsed.success) return { config: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, lineOf)) };
}

function problemsOf(issue: z.core.$ZodIssue, lineOf: LineOf): ConfigProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join("."),
      message: "is not a known key",
      line: lineOf(issue.path, key),
    }));
  }
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return [
    {
      path: issue.path.join("."),
      message: missing ? "is missing" : plainMessage(issue.message),
      line: lineOf(issue.path),
    },
  ];
}

/** The line of the value at `path` (of the key `key` in it), or of the nearest thing around it that is there. */
function findLine(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  key?: string,
): number | null {
  for (let length = path.length; length >= 0; length--) {
    const at = path.slice(0, length);
    const node = length === 0 ? document.contents : document.getIn(at, true);
    if (!isNode(node) || !node.range) continue;
    const named = key !== undefined && isMap(node) ? node.items.map((item) => item.key) : [];
    const keyNode = named.find((each) => isScalar(each) && each.value === key);
    const offset = isScalar(keyNode) && keyNode.range ? keyNode.range[0] : node.range[0];
    return lines.linePos(offset).line;
  }
  return null;
}
