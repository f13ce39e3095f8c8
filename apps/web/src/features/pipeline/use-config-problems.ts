import { useEffect, useState } from "react";
import type { ConfigProblem } from "./config-problem";
import { formValues } from "./config-text";

/** Typing pauses that long before the text is checked. */
const PAUSE_MS = 250;

/**
 * Checks a config's text while it is written, with the server's own check, which loads on first use. `columns`, where
 * given, are those of the dataset the target must be one of.
 */
export function useConfigProblems(text: string, columns?: readonly string[]): readonly ConfigProblem[] {
  const [found, setFound] = useState<readonly ConfigProblem[]>([]);
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      void check(text, columns).then((problems) => {
        if (!stale) setFound(problems);
      });
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, columns]);
  return found;
}

async function check(
  text: string,
  columns: readonly string[] | undefined,
): Promise<readonly ConfigProblem[]> {
  const { parsePipelineConfig } = await import("@pipepilot/pipeline/config/parse");
  const parsed = parsePipelineConfig(text);
  const problems = "problems" in parsed ? parsed.problems : [];
  const target = formValues(text)?.target;
  if (!columns || !target || columns.includes(target)) return problems;
  const line = text.split("\n").findIndex((each) => /^["']?target["']?\s*:/.test(each));
  const message = "is not a column of this dataset";
  return [{ path: "target", message, line: line < 0 ? null : line + 1 }, ...problems];
}
