import { Skeleton } from "@pipepilot/ui/skeleton";
import type { TabItem } from "@pipepilot/ui/tabs";
import type { CompareChartProps } from "./chart-props";
import type { ChartKind } from "./compare-view";
import { CurvesView } from "./curves-view";
import { ParallelView } from "./parallel-view";
import { BoxView, ContourView, ScatterView } from "./place-views";

/** The charts of a comparison, of which one is seen; until it is the one that is drawn, its outline. */
export function chartTabs(project: string, props: CompareChartProps, drawn: ChartKind): TabItem[] {
  const items: Record<ChartKind, Pick<TabItem, "label" | "content">> = {
    parallel: { label: "Parallel coordinates", content: <ParallelView {...props} /> },
    scatter: { label: "Scatter", content: <ScatterView {...props} /> },
    contour: { label: "Contour", content: <ContourView {...props} /> },
    box: { label: "Box", content: <BoxView {...props} /> },
    curves: { label: "Curves", content: <CurvesView project={project} {...props} /> },
  };
  return Object.entries(items).map(([value, { label, content }]) => ({
    value,
    label,
    content: value === drawn ? content : <Skeleton className="h-[420px]" />,
  }));
}
