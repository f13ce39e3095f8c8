import type { Cell, ColumnType, DatasetPreview } from "@pipepilot/domain/dataset/schema";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { formatInteger } from "@pipepilot/ui/format";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";

const NUMERIC: readonly ColumnType[] = ["integer", "float"];

/** The first rows, as they were read. */
export function PreviewTable({ preview, rowCount }: { preview: DatasetPreview; rowCount: number }) {
  return (
    <Card>
      <CardHeader
        title="Preview"
        aside={
          <span className="num text-sm font-normal text-muted">
            first {preview.rows.length} of {formatInteger(rowCount)} rows
          </span>
        }
      />
      <Table maxHeight="420px" scrollLabel="Preview of the rows">
        <thead className="sticky top-0 bg-panel">
          <Tr>
            {preview.columns.map(({ name, type }) => (
              <Th key={name} numeric={NUMERIC.includes(type)}>
                {name}
              </Th>
            ))}
          </Tr>
        </thead>
        <tbody>
          {preview.rows.map((row, index) => (
            <Tr key={index}>
              {row.map((cell, at) => (
                <Td key={preview.columns[at].name} numeric={NUMERIC.includes(preview.columns[at].type)}>
                  {write(cell)}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function write(cell: Cell) {
  if (cell === null) return <span className="text-faint">missing</span>;
  const text = String(cell);
  return text.length > 80 ? <span title={text}>{text.slice(0, 80)}…</span> : text;
}
