import type { CompareChartProps } from "./chart-props";
import type { Field } from "./comparison";
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
      offer={differing}
      none="By run"
    />
  );
}

const differing = ({ distinct }: Field) => distinct > 1;
