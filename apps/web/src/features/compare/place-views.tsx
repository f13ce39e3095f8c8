import { useMemo } from "react";
import { BoxChart } from "@pipepilot/ui/box-chart";
import { ContourChart } from "@pipepilot/ui/contour-chart";
import { ScatterChart } from "@pipepilot/ui/scatter-chart";
import { SwitchField } from "@pipepilot/ui/switch";
import { turned, type CompareChartProps } from "./chart-props";
import { ColorSelect } from "./color-select";
import type { Field } from "./comparison";
import { placesOf } from "./defaults";
import { fieldAxis } from "./field-format";
import { FieldSelect } from "./field-select";

/** The fields a chart is of, its axes and marks. Better is up only where runs are judged, so axes stand unturned here. */
function usePlaces({ comparison, view, colors }: CompareChartProps) {
  const { chart, x: xId, y: yId, z: zId, by: byId, log, formats } = view;
  const fields = useMemo(
    () => placesOf(comparison, { chart, x: xId, y: yId, z: zId, by: byId }),
    [comparison, chart, xId, yId, zId, byId],
  );
  const axes = useMemo(() => {
    const axis = (field: Field) => ({
      ...fieldAxis(field, comparison, { log, flip: [], formats }),
      flipped: false,
    });
    return { x: axis(fields.x), y: axis(fields.y), z: axis(fields.z), by: axis(fields.by) };
  }, [fields, comparison, log, formats]);
  const marks = useMemo(
    () =>
      comparison.runs.map(({ id, name }, run) => ({
        id,
        label: name,
        x: fields.x.values[run],
        y: fields.y.values[run],
        z: fields.z.values[run],
        by: fields.by.values[run],
        color: colors[run],
      })),
    [comparison, fields, colors],
  );
  return { fields, axes, marks };
}

/** Which field is on an axis, and whether its scale is logarithmic. */
function AxisSelect({
  label,
  name,
  field,
  ...props
}: CompareChartProps & {
  label: string;
  name: "x" | "y" | "z" | "by";
  field: Field;
}) {
  const { comparison, view, change } = props;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <FieldSelect
        label={label}
        comparison={comparison}
        value={field.id}
        onChange={(id) => change({ [name]: id })}
        offer={name === "z" ? isNumeric : undefined}
      />
      {field.numeric && name !== "by" ? (
        <SwitchField
          label={<span className="text-sm font-normal">Log</span>}
          aria-label={`Log scale of ${field.label}`}
          checked={view.log.includes(field.id)}
          onCheckedChange={(on) => change({ log: turned(view.log, field.id, on) })}
        />
      ) : null}
    </div>
  );
}

/** With more runs than this the contour would show their noise. */
const MANY = 60;

const isNumeric = ({ numeric }: Field) => numeric;

const controls = "mb-3 flex flex-wrap items-center gap-x-5 gap-y-2";

/** Runs by two of their values. */
export function ScatterView(props: CompareChartProps) {
  const { fields, axes, marks } = usePlaces(props);
  return (
    <>
      <div className={controls}>
        <AxisSelect {...props} label="X" name="x" field={fields.x} />
        <AxisSelect {...props} label="Y" name="y" field={fields.y} />
        <ColorSelect {...props} />
      </div>
      <ScatterChart
        title={`${fields.y.label} by ${fields.x.label}`}
        x={axes.x}
        y={axes.y}
        marks={marks}
        colors={props.scale}
        inside={props.chosen}
        active={props.active}
        onActive={props.onActive}
      />
    </>
  );
}

/** One value of the runs as a surface over two others. */
export function ContourView(props: CompareChartProps) {
  const { fields, axes, marks } = usePlaces(props);
  const { view, change } = props;
  const averaged = view.surface === null ? marks.length > MANY : view.surface === "mean";
  return (
    <>
      <div className={controls}>
        <AxisSelect {...props} label="X" name="x" field={fields.x} />
        <AxisSelect {...props} label="Y" name="y" field={fields.y} />
        <AxisSelect {...props} label="Height" name="z" field={fields.z} />
        <SwitchField
          label={<span className="text-sm font-normal">Average neighbours</span>}
          checked={averaged}
          onCheckedChange={(on) => change({ surface: on ? "mean" : "exact" })}
        />
      </div>
      <ContourChart
        title={`${fields.z.label} over ${fields.x.label} and ${fields.y.label}`}
        {...{ x: axes.x, y: axes.y, z: axes.z }}
        points={marks}
        averaged={averaged}
        inside={props.chosen}
        active={props.active}
        onActive={props.onActive}
      />
    </>
  );
}

/** How a value is spread among runs that share another. */
export function BoxView(props: CompareChartProps) {
  const { fields, axes, marks } = usePlaces(props);
  const grouped = useMemo(() => marks.map((mark) => ({ ...mark, x: mark.by })), [marks]);
  return (
    <>
      <div className={controls}>
        <AxisSelect {...props} label="Groups" name="by" field={fields.by} />
        <AxisSelect {...props} label="Y" name="y" field={fields.y} />
        <ColorSelect {...props} />
      </div>
      <BoxChart
        title={`${fields.y.label} by ${fields.by.label}`}
        group={axes.by}
        y={axes.y}
        marks={grouped}
        colors={props.scale}
        inside={props.chosen}
        active={props.active}
        onActive={props.onActive}
      />
    </>
  );
}
