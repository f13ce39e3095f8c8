import type { DatasetVersionDetails } from "@pipepilot/domain/dataset/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { formatInteger } from "@pipepilot/ui/format";
import { StatusDot } from "@pipepilot/ui/status-dot";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";

/** What the schema check found, and how the file was read. */
export function CheckReportCard({ version }: { version: DatasetVersionDetails }) {
  const { check, parseReport, number } = version;
  return (
    <Card id="check">
      <CardHeader
        title="Checks"
        aside={
          <Badge tone={check.verdict === "passed" ? "good" : check.verdict === "warned" ? "warn" : "bad"}>
            {check.passedRules} passed
          </Badge>
        }
      />
      {check.findings.length === 0 ? (
        <p className="flex items-center gap-2 px-3.5 py-3">
          <StatusDot tone="good" />
          {number === 1
            ? "Version 1 sets what later versions are checked against."
            : "Everything is as the contract expects."}
        </p>
      ) : (
        <ul className="px-3.5 py-1">
          {check.findings.map(({ severity, column, rule, message }) => (
            <li
              key={`${column} ${rule}`}
              className="flex items-start gap-2.5 border-b border-line py-2.5 last:border-0"
            >
              <StatusDot tone={severity === "block" ? "bad" : "warn"} label={severity} className="mt-[7px]" />
              <span className="min-w-0 flex-1 break-words">{message}</span>
              <Badge tone={severity === "block" ? "bad" : "warn"}>{severity}</Badge>
            </li>
          ))}
        </ul>
      )}
      {parseReport.notes.length > 0 ? (
        <ul className="border-t border-line px-3.5 py-2.5 text-muted">
          {parseReport.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      {parseReport.badRowCount > 0 ? <BadRows report={parseReport} /> : null}
    </Card>
  );
}

function BadRows({ report }: { report: DatasetVersionDetails["parseReport"] }) {
  return (
    <details className="border-t border-line" open={report.badRowCount <= 10}>
      <summary className="cursor-pointer px-3.5 py-2.5 font-medium">
        {formatInteger(report.badRowCount)} rows could not be read and were left out
      </summary>
      <Table>
        <thead>
          <Tr>
            <Th numeric>Line</Th>
            <Th>Why</Th>
            <Th>Text</Th>
          </Tr>
        </thead>
        <tbody>
          {report.badRows.map(({ line, reason, text }) => (
            <Tr key={`${line} ${reason}`}>
              <Td numeric>{line}</Td>
              <Td>{reason}</Td>
              <Td>
                <code className="block max-w-[60ch] truncate">{text}</code>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </details>
  );
}
