import type { ColumnProfile, DatasetVersionDetails } from "@pipepilot/domain/dataset/schema";
import { Badge } from "@pipepilot/ui/badge";
import { Card, CardHeader } from "@pipepilot/ui/card";
import { formatInteger, formatPercent, formatSignificant } from "@pipepilot/ui/format";
import { HistogramMini } from "@pipepilot/ui/histogram-mini";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";

/** Each column's type, gaps, range and distribution. */
export function ColumnProfiles({ version }: { version: DatasetVersionDetails }) {
  const profiles = new Map(version.profile.map((profile) => [profile.name, profile]));
  return (
    <Card>
      <CardHeader title="Columns" aside={<Badge>{version.columnCount}</Badge>} />
      <Table>
        <thead>
          <Tr>
            <Th>Column</Th>
            <Th>Type</Th>
            <Th numeric>Missing</Th>
            <Th numeric>Distinct</Th>
            <Th numeric>Min</Th>
            <Th numeric>Median</Th>
            <Th numeric>Max</Th>
            <Th>Distribution</Th>
          </Tr>
        </thead>
        <tbody>
          {version.columns.map(({ name, type }) => {
            const profile = profiles.get(name);
            if (!profile) return null;
            const missing =
              profile.missing === 0
                ? "0"
                : `${formatInteger(profile.missing)} (${formatPercent(profile.missing / version.rowCount, 1)})`;
            return (
              <Tr key={name}>
                <Td>
                  <code>{name}</code>
                </Td>
                <Td className="text-muted">{type}</Td>
                <Td numeric>{missing}</Td>
                <Td numeric>{formatInteger(profile.distinct)}</Td>
                <Td numeric>{extreme(profile.min, type)}</Td>
                <Td numeric>{extreme(profile.quantiles?.p50 ?? null, type)}</Td>
                <Td numeric>{extreme(profile.max, type)}</Td>
                <Td>
                  <HistogramMini label={name} bins={bins(profile)} />
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </Card>
  );
}

function extreme(value: number | null, type: string): string {
  if (value === null) return "–";
  return type === "date" || type === "timestamp"
    ? new Date(value).toISOString().slice(0, 10)
    : formatSignificant(value, 6);
}

const BARS = 20;

function bins({ histogram, topValues }: ColumnProfile) {
  if (!histogram) return topValues.slice(0, BARS).map(({ value, count }) => ({ label: value, count }));
  const width = (histogram.max - histogram.min) / histogram.counts.length;
  return histogram.counts.map((count, index) => ({
    label: `${formatSignificant(histogram.min + index * width, 4)} to ${formatSignificant(histogram.min + (index + 1) * width, 4)}`,
    count,
  }));
}
