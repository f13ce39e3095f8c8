import type { ColorScale } from "@pipepilot/ui/chart";
import type { CompareView } from "./compare-view";
import type { Comparison } from "./comparison";
import type { ChangeView } from "./use-compare-view";

/** What every chart of a comparison is given. */
export interface CompareChartProps {
  comparison: Comparison;
  view: CompareView;
  change: ChangeView;
  /** What the brushes have chosen; everything when undefined. */
  chosen: ReadonlySet<string> | undefined;
  /** The colour of each run, and what the colours mean where a field gives them. */
  colors: readonly string[];
  scale: ColorScale | undefined;
  active: string | undefined;
  onActive: (run: string | undefined) => void;
}

/** The list with or without this. */
export const turned = (list: readonly string[], id: string, on: boolean): string[] =>
  on ? [...list.filter((other) => other !== id), id] : list.filter((other) => other !== id);
