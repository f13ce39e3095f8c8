"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { QueryInput } from "@pipepilot/ui/query-input";
import { useTRPC } from "@/trpc/client";
import { FilterText } from "./filter-text";
import { filterProblem } from "./runs-view";
import { askedAt, filterSuggestions, nameSearch } from "./suggestions";

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

  const asked = cursor === null ? null : askedAt(draft, cursor);
  const text = useDeferredValue(asked?.text ?? "");
  const kind = asked?.of === "keys" && asked.kind !== "tag" ? asked.kind : null;
  const param = asked?.of === "values" ? asked.param : null;
  const keys = useQuery({
    ...trpc.run.keys.queryOptions({ project, kind: kind ?? "metric", text, limit: 20 }),
    enabled: kind !== null,
    placeholderData: keepPreviousData,
  });
  const values = useQuery({
    ...trpc.run.paramValues.queryOptions({ project, param: param ?? "none", text, limit: 20 }),
    enabled: param !== null,
    placeholderData: keepPreviousData,
  });
  const known = param !== null ? values.data?.values : kind !== null ? keys.data?.keys : tagKeys;

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
      meanwhile={filterProblem(filter) === null ? <InForce filter={filter} /> : null}
      suggestions={cursor === null ? null : filterSuggestions(draft, cursor, known ?? [])}
      onPlace={(_, position) => setCursor(position)}
    />
  );
}

/** A filter that cannot be read changes nothing: what stands below is an answer to the one before it. */
function InForce({ filter }: { filter: string }) {
  if (filter === "") return "Until this is mended, the table stays unfiltered.";
  return (
    <>
      Until this is mended, the table stays filtered by: <FilterText filter={filter} />
    </>
  );
}
