import type { CompareChartProps } from "./chart-props";
import { colorFieldOf } from "./defaults";
import { FieldSelect } from "./field-select";

/** What colours the runs, in every chart the same. */
export function ColorSelect({
  comparison,
  view,
  change,
}: Pick<CompareChartProps, "comparison" | "view" | "change">) {
  return (
    <FieldSelect
      label="Colour"
      comparison={comparison}
      value={colorFieldOf(comparison, view)?.id ?? "none"}
      onChange={(color) => change({ color })}
      offer={({ distinct }) => distinct > 1}
      none="By run"
    />
  );
}
