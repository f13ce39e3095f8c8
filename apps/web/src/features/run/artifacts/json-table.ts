import { z } from "zod";

const split = z.object({ columns: z.array(z.string()).min(1), data: z.array(z.array(z.unknown())) });

/** A table as MLflow's clients log it (`log_table`, and what evaluation writes); null for any other JSON. */
export function jsonTable(text: string): { columns: string[]; rows: string[][] } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const table = split.safeParse(parsed).data;
  if (!table) return null;
  return { columns: table.columns, rows: table.data.map((row) => row.map(written)) };
}

const written = (cell: unknown) => (typeof cell === "string" ? cell : (JSON.stringify(cell) ?? ""));

/** The same JSON, indented; as it is where it is none. */
export function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
