import { Badge } from "@pipepilot/ui/badge";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { KeyValueList } from "@pipepilot/ui/key-value-list";
import { BreakableName } from "@/features/metric/breakable-name";
import { orderParams } from "./param-order";

interface RunRecordsProps {
  title: string;
  records: Readonly<Record<string, unknown>>;
  /** What stands where there are none. */
  none: string;
}

/** Names and values of a run, in the order people read them. */
export function RunRecords({ title, records, none }: RunRecordsProps) {
  const entries = orderParams(Object.keys(records)).map((key) => [key, textOf(records[key])] as const);
  return (
    <Card>
      <CardHeader title={title} aside={<Badge outline>{entries.length}</Badge>} />
      {entries.length === 0 ? <p className="px-3.5 py-4 text-muted">{none}</p> : null}
      {entries.length > 0 ? (
        <CardBody className="max-h-[640px] overflow-y-auto" tabIndex={0} role="region" aria-label={title}>
          <KeyValueList
            items={entries.map(([key, value]) => ({
              key,
              term: (
                <code>
                  <BreakableName name={key} />
                </code>
              ),
              value: value || '""',
            }))}
          />
        </CardBody>
      ) : null}
    </Card>
  );
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
