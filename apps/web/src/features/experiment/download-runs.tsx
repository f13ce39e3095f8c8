"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { ShownKeys } from "@pipepilot/domain/run/table-schema";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { download } from "@pipepilot/ui/chart-export";
import { DropdownMenu, MenuItem, MenuLabel } from "@pipepilot/ui/dropdown-menu";
import { formatBytes, formatInteger } from "@pipepilot/ui/format";
import { addressPart } from "@/features/link/address-part";
import { runsOrder, runsScope } from "./runs-input";
import type { RunsAddress } from "./runs-view";

interface DownloadRunsProps {
  project: string;
  experiment: string;
  address: RunsAddress;
  keys: ShownKeys;
  selected: ReadonlySet<string>;
}

/** The selected runs, else every run of the table, as CSV. */
export function DownloadRuns({ project, experiment, address, keys, selected }: DownloadRunsProps) {
  const [bytes, setBytes] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);

  async function fetchCsv(wanted: ShownKeys | undefined) {
    setError(null);
    setBytes(0);
    const { filter, trash, children } = runsScope(project, experiment, address);
    const runIds = selected.size > 0 ? [...selected] : undefined;
    try {
      const response = await fetch(
        `/api/projects/${project}/experiments/${addressPart(experiment)}/runs.csv`,
        {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ filter, trash, children, ...runsOrder(address), runIds, keys: wanted }),
        },
      );
      if (!response.ok) throw new Error(((await response.json()) as { message: string }).message);
      download(`${experiment}.csv`, await readAll(response, setBytes));
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setBytes(null);
    }
  }

  return (
    <>
      <DropdownMenu
        label="Download"
        trigger={
          <Button size="sm" aria-busy={bytes !== null || undefined}>
            Download <ChevronDown aria-hidden="true" />
          </Button>
        }
      >
        <MenuLabel>
          {selected.size > 0 ? `${formatInteger(selected.size)} selected` : "All runs of the table"}, as CSV
        </MenuLabel>
        <MenuItem onSelect={() => void fetchCsv(keys)}>With the columns shown</MenuItem>
        <MenuItem onSelect={() => void fetchCsv(undefined)}>With all metrics, params and tags</MenuItem>
      </DropdownMenu>
      {bytes === null ? null : (
        <span role="status" className="num text-sm text-muted">
          {formatBytes(bytes)} read
        </span>
      )}
      {error ? <Alert tone="error">{error}</Alert> : null}
    </>
  );
}

async function readAll(response: Response, onBytes: (bytes: number) => void): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value as Uint8Array<ArrayBuffer>);
    onBytes((bytes += part.value.length));
  }
  return new Blob(parts, { type: "text/csv" });
}
