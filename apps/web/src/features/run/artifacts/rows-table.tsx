import { Table, Td, Th, Tr } from "@pipepilot/ui/table";

interface RowsTableProps {
  label: string;
  columns: readonly { name: string; type?: string }[];
  rows: readonly (readonly (string | null)[])[];
}

const LONGEST = 120;
const isNumber = (cell: string | null | undefined) =>
  cell == null || cell === "" || Number.isFinite(Number(cell));

/** Rows of a file as they are; columns of numbers stand right. */
export function RowsTable({ label, columns, rows }: RowsTableProps) {
  const numeric = columns.map((_, column) => rows.length > 0 && rows.every((row) => isNumber(row[column])));
  return (
    <Table maxHeight="60vh" scrollLabel={label}>
      <caption className="sr-only">{label}</caption>
      <thead className="sticky top-0 bg-panel">
        <tr>
          {columns.map(({ name, type }, column) => (
            <Th key={column} numeric={numeric[column]} title={type}>
              {name}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <Tr key={index}>
            {columns.map((_, column) => (
              <Td key={column} numeric={numeric[column]}>
                {written(row[column])}
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function written(cell: string | null | undefined) {
  if (cell === null) return <span className="text-faint">missing</span>;
  if (cell === undefined || cell.length <= LONGEST) return cell;
  return (
    <details>
      <summary className="cursor-pointer">{cell.slice(0, LONGEST)}…</summary>
      <span className="whitespace-pre-wrap">{cell}</span>
    </details>
  );
}
