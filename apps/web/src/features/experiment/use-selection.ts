import { useEffect, useState } from "react";
import { parseRunIds, type RunsAddress } from "./runs-view";

const keyOf = (project: string, experiment: string) => `pipepilot:selected-runs:${project}/${experiment}`;

/**
 * The selected runs, which outlast scrolling, sorting, filtering and reading the page again: a few stand in the address, many in the
 * browser's session.
 */
export function useSelection(project: string, experiment: string, inAddress: RunsAddress["selected"]) {
  const key = keyOf(project, experiment);
  // A checkbox answers at once; the address, which changes a moment later, only brings a selection back.
  const [selected, setSelected] = useState<ReadonlySet<string>>(
    () => new Set(inAddress === "kept" ? [] : inAddress),
  );
  useEffect(() => {
    // Not before the page is alive: the server knows no session of the browser's.
    if (inAddress === "kept") setSelected(new Set(parseRunIds(readSession(key))));
  }, [key]);
  function select(ids: ReadonlySet<string>) {
    setSelected(ids);
    writeSession(key, [...ids].join(","));
  }
  return [selected, select] as const;
}

/** A browser may refuse its session, or have no room left: then the selection lives as long as the page. */
function readSession(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function writeSession(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // see above
  }
}
