"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { QueryInput } from "@pipepilot/ui/query-input";
import { useTRPC } from "@/trpc/client";
import { filterProblem } from "./runs-view";
import { filterSuggestions, nameSearch, typedKey } from "./suggestions";

interface FilterBoxProps {
  project: string;
  /** The filter in force. */
  filter: string;
  /** Keys known without asking. */
  tagKeys: readonly string[];
  onFilter: (filter: string) => void;
}

/** MLflow's filters with completion; words that are none look for runs of this name. */
export function FilterBox({ project, filter, tagKeys, onFilter }: FilterBoxProps) {
  const trpc = useTRPC();
  // What is written belongs to the filter it began with: whatever else changes that (a saved view, the way back) is seen here.
  const [written, setWritten] = useState({ of: filter, text: filter });
  const draft = written.of === filter ? written.text : filter;
  const setDraft = (next: string) => setWritten({ of: filter, text: next });
  const [cursor, setCursor] = useState<number | null>(null);

  const key = cursor === null ? null : typedKey(draft, cursor);
  const typed = useDeferredValue(key?.text ?? "");
  const asked = key && key.kind !== "tag" ? { kind: key.kind, text: typed } : null;
  const found = useQuery({
    ...trpc.run.keys.queryOptions({ project, kind: "metric", text: "", ...asked, limit: 20 }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  });
  const keys = key?.kind === "tag" ? tagKeys : (found.data?.keys ?? []);

  function submit() {
    const text = draft.trim();
    const mended = filterProblem(text) === null ? text : (nameSearch(text) ?? text);
    setDraft(mended);
    if (filterProblem(mended) === null) onFilter(mended);
  }

  return (
    <QueryInput
      className="min-w-[min(100%,20rem)] flex-1"
      label="Filter runs"
      placeholder="metrics.rmse < 50000 AND params.n_estimators = '150'"
      value={draft}
      onChange={(next) => {
        setDraft(next);
        // An emptied box asks for nothing, so there is nothing to confirm.
        if (next.trim() === "" && filter !== "") onFilter("");
      }}
      onSubmit={submit}
      problem={filterProblem(draft)}
      suggestions={cursor === null ? null : filterSuggestions(draft, cursor, keys)}
      onPlace={(_, position) => setCursor(position)}
    />
  );
}
