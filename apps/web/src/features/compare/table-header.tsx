import { Download } from "lucide-react";
import { Button } from "@pipepilot/ui/button";
import { CardHeader } from "@pipepilot/ui/card";
import { download, toCsv } from "@pipepilot/ui/chart";
import { Input } from "@pipepilot/ui/input";
import { SwitchField } from "@pipepilot/ui/switch";
import { orderRuns } from "./chosen-runs";
import type { CompareView } from "./compare-view";
import type { Comparison } from "./comparison";
import { tableRows } from "./table-csv";
import { tableSections } from "./table-lines";
import type { ChangeView } from "./use-compare-view";

interface TableHeaderProps {
  comparison: Comparison;
  view: CompareView;
  change: ChangeView;
  chosen: ReadonlySet<string> | undefined;
}

/** What of the table is shown, and the table as a file. */
export function TableHeader({ comparison, view, change, chosen }: TableHeaderProps) {
  const { order } = view;
  const orderField = order && comparison.fields.get(order.field);

  function saveCsv() {
    const rows = tableRows(comparison, tableSections(comparison, view), orderRuns(comparison, view, chosen));
    download("runs-side-by-side.csv", new Blob([toCsv(rows)], { type: "text/csv" }));
  }

  return (
    <CardHeader
      title="Side by side"
      aside={
        orderField ? (
          <span className="inline-flex items-center gap-1 text-sm text-muted">
            by {orderField.label}, {order.descending ? "highest" : "lowest"} first
            <Button size="sm" variant="quiet" onClick={() => change({ order: null })}>
              Undo
            </Button>
          </span>
        ) : null
      }
      actions={
        <>
          <Input
            type="search"
            size="sm"
            aria-label="Find a line of the table"
            placeholder="Find a line"
            value={view.find}
            onChange={({ target }) => change({ find: target.value })}
            className="w-36"
          />
          {chosen ? (
            <SwitchField
              label="Only chosen"
              checked={view.onlyChosen}
              onCheckedChange={(onlyChosen) => change({ onlyChosen })}
            />
          ) : null}
          <SwitchField
            label="Only differences"
            checked={view.onlyDifferences}
            onCheckedChange={(onlyDifferences) => change({ onlyDifferences })}
          />
          <Button size="sm" variant="quiet" onClick={saveCsv}>
            <Download aria-hidden="true" /> CSV
          </Button>
        </>
      }
    />
  );
}
