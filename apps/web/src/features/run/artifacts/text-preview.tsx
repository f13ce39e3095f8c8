"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { CodeBlock } from "@pipepilot/ui/code-block";
import { formatBytes, formatInteger } from "@pipepilot/ui/format";
import { Markdown } from "@pipepilot/ui/markdown";
import { SkeletonLines } from "@pipepilot/ui/skeleton";
import { useTRPC } from "@/trpc/client";
import { parseDelimited } from "./delimited";
import { indentJson, jsonTable } from "./json-table";
import { RowsTable } from "./rows-table";
import type { ShownRoot } from "./root";

const ROWS = 200;

interface PreviewProps {
  project: string;
  root: ShownRoot;
  path: string;
}

export type TextForm =
  | { kind: "text" }
  | { kind: "json" }
  | { kind: "markdown" }
  | { kind: "table"; delimiter: string };

/** What is text, in the form its name promises or as it is. */
export function TextPreview({ project, root, path, form }: PreviewProps & { form: TextForm }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.artifact.readText.queryOptions({ project, root, path }));
  if (error) return <Unreadable message={error.message} />;
  if (!data) return <Loading />;
  if (data.size === 0) return <p className="p-3.5 text-muted">This file is empty.</p>;
  return (
    <>
      {data.isCut ? (
        <p className="border-b border-line px-3.5 py-2 text-sm text-muted">
          The first {formatBytes(data.text.length)} of {formatBytes(data.size)}; the download has all of it.
        </p>
      ) : null}
      <TextAs {...{ path, form }} text={data.text} isCut={data.isCut} />
    </>
  );
}

function TextAs({ path, form, text, isCut }: { path: string; form: TextForm; text: string; isCut: boolean }) {
  const shown = useMemo(() => {
    if (form.kind === "table") {
      const [header = [], ...rows] = parseDelimited(text, {
        delimiter: form.delimiter,
        rows: ROWS + 1,
        isCut,
      });
      return { columns: header, rows };
    }
    if (form.kind === "json") return isCut ? null : jsonTable(text);
    return null;
  }, [form, text, isCut]);
  if (shown)
    return (
      <>
        <RowsTable
          label={`Rows of ${path}`}
          columns={shown.columns.map((name) => ({ name }))}
          rows={shown.rows.slice(0, ROWS)}
        />
        {shown.rows.length >= ROWS ? (
          <p className="border-t border-line px-3.5 py-2 text-sm text-muted">The first {ROWS} rows.</p>
        ) : null}
      </>
    );
  if (form.kind === "markdown" && !isCut) return <Markdown source={text} className="p-3.5" />;
  return (
    <CodeBlock
      flush
      wrap
      label={path}
      code={form.kind === "json" && !isCut ? indentJson(text) : text}
      className="max-h-[70vh] overflow-y-auto"
    />
  );
}

/** The first rows of a Parquet file. */
export function RowsPreview({ project, root, path }: PreviewProps) {
  const trpc = useTRPC();
  const input = { project, root, path, limit: ROWS };
  const { data, error } = useQuery(trpc.artifact.previewRows.queryOptions(input));
  if (error) return <Unreadable message={error.message} />;
  if (!data) return <Loading />;
  const hidden = data.columnCount - data.columns.length;
  return (
    <>
      <p className="num border-b border-line px-3.5 py-2 text-sm text-muted">
        The first {formatInteger(data.rows.length)} of {formatInteger(data.rowCount)} rows,{" "}
        {formatInteger(data.columnCount)} columns{hidden > 0 ? `, the last ${hidden} left out` : ""}
      </p>
      <RowsTable label={`Rows of ${path}`} columns={data.columns} rows={data.rows} />
    </>
  );
}

function Unreadable({ message }: { message: string }) {
  return (
    <div className="p-3.5">
      <Alert tone="info">{message}</Alert>
    </div>
  );
}

const Loading = () => (
  <div aria-busy="true" className="p-3.5">
    <SkeletonLines lines={6} />
  </div>
);
