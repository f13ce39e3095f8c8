"use client";

import { useState, type ReactNode } from "react";
import { Download, Table2 } from "lucide-react";
import { Button } from "./button";
import { download, toCsv, type Cell } from "./chart-export";
import { DropdownMenu, MenuItem } from "./dropdown-menu";
import { Table, Td, Th, Tr } from "./table";

export interface ChartFrameProps {
  /** What the chart shows; also the name of exported files. */
  title: string;
  /** The data with its heading row, for the table and the CSV. */
  data: () => readonly (readonly Cell[])[];
  /** The data as it is read in the table; the raw data otherwise. */
  written?: () => readonly (readonly Cell[])[];
  png: () => Promise<Blob>;
  svg: () => string;
  /** At the left of the buttons: a legend. */
  legend?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** What every chart has around it: legend, the data as a table, and exports. */
export function ChartFrame({
  title,
  data,
  written = data,
  png,
  svg,
  legend,
  children,
  className,
}: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const [error, setError] = useState<string>();
  const name =
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "") || "chart";

  function savePng() {
    setError(undefined);
    png().then(
      (blob) => download(`${name}.png`, blob),
      (cause: unknown) => setError(cause instanceof Error ? cause.message : String(cause)),
    );
  }

  return (
    <figure className={className} aria-label={title}>
      <div className="mb-2 flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 py-0.5">{legend}</div>
        <div className="flex items-center gap-0.5">
          <Button
            variant="quiet"
            size="sm"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            className="aria-pressed:bg-sunken aria-pressed:text-text"
          >
            <Table2 aria-hidden="true" /> Table
          </Button>
          <DropdownMenu
            trigger={
              <Button variant="quiet" size="sm">
                <Download aria-hidden="true" /> Export
              </Button>
            }
          >
            <MenuItem onSelect={savePng} disabled={asTable}>
              PNG image
            </MenuItem>
            <MenuItem
              onSelect={() => download(`${name}.svg`, new Blob([svg()], { type: "image/svg+xml" }))}
              disabled={asTable}
            >
              SVG drawing
            </MenuItem>
            <MenuItem
              onSelect={() => download(`${name}.csv`, new Blob([toCsv(data())], { type: "text/csv" }))}
            >
              CSV data
            </MenuItem>
          </DropdownMenu>
        </div>
      </div>
      {error ? (
        <p role="alert" className="mb-2 text-sm text-bad">
          {error}
        </p>
      ) : null}
      {asTable ? <DataAsTable title={title} rows={written()} /> : children}
    </figure>
  );
}

const MOST_ROWS = 500;

function DataAsTable({ title, rows }: { title: string; rows: readonly (readonly Cell[])[] }) {
  const [heading, ...body] = rows;
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      {/* What scrolls is reached by the keyboard, in both directions. */}
      <Table maxHeight="320px" scrollLabel={`${title}, data`}>
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {heading.map((cell, index) => (
              <Th
                key={index}
                numeric={index > 0}
                className="sticky top-0 min-w-20 bg-panel align-bottom wrap-anywhere whitespace-normal"
              >
                {cell}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.slice(0, MOST_ROWS).map((row, index) => (
            <Tr key={index}>
              {row.map((cell, column) => (
                // Names go on in the next line, so that long ones do not push the figures out of sight.
                <Td
                  key={column}
                  numeric={column > 0}
                  className={column === 0 ? "min-w-32 wrap-anywhere whitespace-normal" : undefined}
                >
                  {cell ?? "–"}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
      {body.length > MOST_ROWS ? (
        <p className="px-3.5 py-2 text-sm text-muted">
          The first {MOST_ROWS} of {body.length} rows; the CSV export has all.
        </p>
      ) : null}
    </div>
  );
}
