import { colorScale, NO_COLOR, type ColorScale } from "@pipepilot/ui/chart";
import type { CompareView } from "./compare-view";
import type { Comparison } from "./comparison";
import { colorFieldOf, RUN_COLORS } from "./defaults";
import { fieldAxis } from "./field-format";

/** The colour of every run, in all charts and the table the same: by a field, or a few runs each their own. */
export function colorsOf(
  comparison: Comparison,
  view: Pick<CompareView, "color" | "log" | "flip" | "formats">,
): { colors: string[]; scale: ColorScale | undefined } {
  const field = colorFieldOf(comparison, view);
  if (field) {
    const scale = colorScale(fieldAxis(field, comparison, view), field.values);
    return { colors: field.values.map(scale.colorOf), scale };
  }
  const few = comparison.runs.length <= RUN_COLORS;
  const colors = comparison.runs.map(({ isBest }, run) =>
    few ? `var(--series-${run + 1})` : isBest ? "var(--series-1)" : NO_COLOR,
  );
  return { colors, scale: undefined };
}
