import { useMemo } from "react";
import { Button } from "@pipepilot/ui/button";
import { ParallelCoordinates } from "@pipepilot/ui/parallel-coordinates";
import { ChooseFields } from "./choose-fields";
import { turned, type CompareChartProps } from "./chart-props";
import { RUN_COLORS, axesOf, fieldsOf, isDrawable } from "./defaults";
import { ColorSelect } from "./color-select";
import { fieldAxis } from "./field-format";

/** How the runs' parameters lead to their metrics. */
export function ParallelView(props: CompareChartProps) {
  const { comparison, view, change, chosen, colors, scale, active, onActive } = props;
  const { axes: asked, log, flip, formats, brushes } = view;
  const fields = useMemo(() => axesOf(comparison, { axes: asked }), [comparison, asked]);
  const axes = useMemo(
    () => fields.map((field) => fieldAxis(field, comparison, { log, flip, formats })),
    [fields, comparison, log, flip, formats],
  );
  const series = useMemo(
    () =>
      comparison.runs.map(({ id, name, isBest }, run) => ({
        id,
        label: name,
        color: colors[run],
        // Of many uncoloured lines the best stands out.
        highlighted: comparison.runs.length > RUN_COLORS && isBest,
        values: Object.fromEntries(fields.map((field) => [field.id, field.values[run]])),
      })),
    [comparison, fields, colors],
  );
  const edit = useMemo(
    () => ({
      onBrush: (axis: string, brush: (typeof brushes)[string] | undefined) =>
        change(({ brushes: before }) => {
          const { [axis]: _, ...others } = before;
          return { brushes: brush ? { ...others, [axis]: brush } : others };
        }),
      onOrder: (ids: string[]) => change({ axes: ids }),
      onAxis: (axis: string, { log: isLog, flipped }: { log?: boolean; flipped?: boolean }) =>
        change((before) => ({
          ...(isLog !== undefined && { log: turned(before.log, axis, isLog) }),
          ...(flipped !== undefined && { flip: turned(before.flip, axis, !before.flip.includes(axis)) }),
        })),
    }),
    [change],
  );
  const offered = useMemo(
    () =>
      (["param", "metric", "run", "data", "config", "tag", "code"] as const)
        .flatMap((kind) => fieldsOf(comparison, kind))
        .filter(isDrawable),
    [comparison],
  );
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <ChooseFields
          title="Axes"
          trigger={<Button size="sm">Choose axes</Button>}
          fields={offered}
          chosen={fields.map(({ id }) => id)}
          least={2}
          onChange={(ids) => change({ axes: ids })}
          onReset={() => change({ axes: null })}
        />
        <ColorSelect {...props} />
      </div>
      <ParallelCoordinates
        title="Runs by parameters and metrics"
        {...{ axes, series, brushes, edit, active, onActive }}
        inside={chosen}
        colors={scale}
        height={comparison.runs.length > RUN_COLORS ? 400 : 320}
      />
    </>
  );
}
