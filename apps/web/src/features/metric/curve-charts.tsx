"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { LineChart } from "@pipepilot/ui/line-chart";
import { SwitchField } from "@pipepilot/ui/switch";
import type { MetricCurves } from "./metric-curves";
import { metricFormat, metricTitle } from "./metric-format";

/** Charts of metrics over their steps, with one switch for the scale of all of them (`?scale=log`). */
export function CurveCharts({ title, curves }: { title: string; curves: readonly MetricCurves[] }) {
  const path = usePathname();
  const query = useSearchParams();
  const log = query.get("scale") === "log";
  function setLog(next: boolean) {
    const changed = new URLSearchParams(query);
    if (next) changed.set("scale", "log");
    else changed.delete("scale");
    const text = changed.toString().replaceAll("%2C", ",");
    window.history.replaceState(null, "", text ? `${path}?${text}` : path);
  }
  return (
    <Card>
      <CardHeader
        title={title}
        actions={<SwitchField label="Log scale" checked={log} onCheckedChange={setLog} />}
      />
      <CardBody className={`grid gap-6 ${curves.length > 1 ? "xl:grid-cols-2" : ""}`}>
        {curves.map(({ key, series }) => (
          <div key={key} className="min-w-0">
            <h3 className="mb-1.5 font-medium">{heading(key)}</h3>
            <LineChart
              title={heading(key)}
              series={series}
              x={{ label: "step", format: { kind: "integer" } }}
              y={{ label: heading(key), format: axisFormat(key), log }}
              height={220}
            />
          </div>
        ))}
      </CardBody>
    </Card>
  );
}

/** Names that are plain words begin a heading like one. */
function heading(key: string): string {
  const title = metricTitle(key);
  return /^[a-z]+$/.test(title) ? title[0].toUpperCase() + title.slice(1) : title;
}

/** Shares are percent on an axis too; other numbers are written as short as an axis needs them. */
function axisFormat(key: string) {
  const format = metricFormat(key);
  return format.kind === "percent" ? format : undefined;
}
