import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { readNumbers } from "@pipepilot/domain/run/compare-columns";
import { MOST_COMPARED_CURVES, type ComparedCurve } from "@pipepilot/domain/run/compare-schema";
import type { Step } from "@pipepilot/domain/run/step";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { beyondOrigin, drawable, fromOrigin, type AxisSpec } from "@pipepilot/ui/chart";
import { EmptyState } from "@pipepilot/ui/empty-state";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { OverlaidCurves, type OverlaidCurve } from "@pipepilot/ui/overlaid-curves";
import { Skeleton } from "@pipepilot/ui/skeleton";
import { SwitchField } from "@pipepilot/ui/switch";
import { MetricName } from "@/features/metric/metric-name";
import { stepAxis } from "@/features/metric/step-axis";
import { useTRPC } from "@/trpc/client";
import { turned, type CompareChartProps } from "./chart-props";
import { ChooseFields } from "./choose-fields";
import { ColorSelect } from "./color-select";
import { CURVE_TIMES, type CompareView, type CurveTime } from "./compare-view";
import type { Comparison, Field } from "./comparison";
import { curvesOf, fieldsOf } from "./defaults";
import { fieldFormat } from "./field-format";
import { unfinished } from "./unfinished";

/** Points of all curves of one metric together; each has its share of them. */
const POINTS_DRAWN = 40_000;
const MOST_POINTS = 600;

const X_AXES: Record<CurveTime, AxisSpec> = {
  step: { id: "step", label: "step" },
  relative: { id: "relative", label: "time since the first value", format: { kind: "duration" } },
  time: { id: "time", label: "time (UTC)", time: true },
};

const OVER: Record<CurveTime, string> = { step: "Step", relative: "Time since begin", time: "Time of day" };

/** The histories of metrics, those of all runs in one drawing. */
export function CurvesView({ project, ...props }: CompareChartProps & { project: string }) {
  const { comparison, view, change } = props;
  const trpc = useTRPC();
  const { curves: asked } = view;
  const fields = useMemo(() => curvesOf(comparison, { curves: asked }), [comparison, asked]);
  const history = useQuery({
    ...trpc.run.compareCurves.queryOptions({
      project,
      runIds: comparison.runs.map(({ id }) => id),
      keys: fields.map(({ key }) => key),
      maxPoints: Math.max(60, Math.min(MOST_POINTS, Math.floor(POINTS_DRAWN / comparison.runs.length))),
    }),
    enabled: fields.length > 0,
    placeholderData: keepPreviousData,
    staleTime: unfinished(comparison.runs) ? 30_000 : "static",
  });
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2">
        <ChooseFields
          title="Metrics"
          trigger={<Button size="sm">Choose metrics</Button>}
          fields={fieldsOf(comparison, "metric")}
          chosen={fields.map(({ id }) => id)}
          most={MOST_COMPARED_CURVES}
          onChange={(ids) => change({ curves: ids })}
          onReset={() => change({ curves: null })}
        />
        <CurveControls view={view} change={change} fields={fields} />
        <ColorSelect {...props} />
      </div>
      {history.error ? <Alert tone="error">{history.error.message}</Alert> : null}
      {fields.length === 0 ? <EmptyState title="No metric was logged" /> : null}
      {history.isPending && fields.length > 0 ? <Skeleton className="h-80" /> : null}
      <div className={`grid gap-6 ${fields.length > 1 ? "xl:grid-cols-2" : ""}`}>
        {history.data
          ? fields.map((field) => (
              <MetricCurves key={field.id} {...props} field={field} history={history.data} />
            ))
          : null}
      </div>
    </>
  );
}

/** What the curves are drawn over, how smooth, and on which scale. */
function CurveControls({
  view,
  change,
  fields,
}: Pick<CompareChartProps, "view" | "change"> & { fields: readonly Field[] }) {
  const id = useId();
  const isLog = fields.length > 0 && fields.every((field) => view.log.includes(field.id));
  return (
    <>
      <div className="flex items-center gap-2">
        <label htmlFor={`${id}-over`} className="text-sm text-muted">
          Over
        </label>
        <NativeSelect
          id={`${id}-over`}
          size="sm"
          value={view.over}
          onChange={({ target }) => change({ over: CURVE_TIMES.find((over) => over === target.value) })}
          className="w-36"
        >
          {CURVE_TIMES.map((over) => (
            <option key={over} value={over}>
              {OVER[over]}
            </option>
          ))}
        </NativeSelect>
      </div>
      <div className="flex items-center gap-2">
        <label htmlFor={`${id}-smooth`} className="text-sm text-muted">
          Smoothing
        </label>
        <input
          id={`${id}-smooth`}
          type="range"
          min={0}
          max={99}
          value={view.smoothing}
          onChange={({ target }) => change({ smoothing: Number(target.value) })}
          className="w-28 accent-accent"
        />
        <output htmlFor={`${id}-smooth`} className="num w-8 text-sm text-muted">
          {(view.smoothing / 100).toFixed(2)}
        </output>
      </div>
      <SwitchField
        label="Log scale"
        checked={isLog}
        onCheckedChange={(on) =>
          change(({ log }) => ({ log: fields.reduce((list, field) => turned(list, field.id, on), log) }))
        }
      />
    </>
  );
}

interface MetricCurvesProps extends CompareChartProps {
  field: Field;
  history: readonly ComparedCurve[];
}

function MetricCurves({
  field,
  history,
  comparison,
  view,
  chosen,
  colors,
  scale,
  active,
  onActive,
}: MetricCurvesProps) {
  const { over, log, formats } = view;
  const own = useMemo(() => history.filter(({ key }) => key === field.key), [history, field]);
  const x = useMemo(
    (): AxisSpec => ({ ...X_AXES[over], ...(over === "step" && stepAxis(own.flatMap(stepsOf))) }),
    [own, over],
  );
  const curves = useMemo(
    () => curvesIn(own, comparison, over, x.origin, colors),
    [own, comparison, over, x, colors],
  );
  const y = useMemo(
    (): AxisSpec => ({
      id: field.id,
      label: field.label,
      format: fieldFormat(field, formats),
      log: log.includes(field.id),
    }),
    [field, formats, log],
  );
  if (curves.length === 0) return null;
  return (
    <div className="min-w-0">
      <h3 className="mb-1.5 font-medium break-all">
        <MetricName metric={field.key} title={field.label} />
      </h3>
      <OverlaidCurves
        title={`${field.label} over ${X_AXES[over].label}`}
        x={x}
        y={y}
        curves={curves}
        smoothing={view.smoothing / 100}
        inside={chosen}
        colors={scale}
        active={active}
        onActive={onActive}
      />
    </div>
  );
}

const numbers = (text: string) => readNumbers(text).map((value) => value ?? NaN);

/** Each as it was logged. */
const stepsOf = ({ origin, steps }: ComparedCurve): Step[] =>
  origin === "0" ? numbers(steps) : numbers(steps).map((drawn) => fromOrigin(drawn, origin));

function curvesIn(
  history: readonly ComparedCurve[],
  { runs }: Comparison,
  over: CompareView["over"],
  origin: string | undefined,
  colors: readonly string[],
): OverlaidCurve[] {
  return history.flatMap((curve): OverlaidCurve[] => {
    const run = runs.at(curve.run);
    if (!run) return [];
    const xs =
      over === "step"
        ? stepsOf(curve).map((step) => (origin === undefined ? Number(step) : beyondOrigin(step, origin)))
        : numbers(curve.times).map((time) => (over === "time" ? curve.begin + time : time));
    const order = xs.map((_, index) => index);
    // Steps may be logged in any order, times too: a line goes to the right.
    order.sort((one, other) => xs[one] - xs[other]);
    const ys = numbers(curve.values);
    return [
      {
        id: run.id,
        label: run.name,
        color: colors[curve.run],
        xs: order.map((index) => xs[index]),
        ys: order.map((index) => drawable(ys[index])),
      },
    ];
  });
}
