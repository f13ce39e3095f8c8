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
import { isWithin, readZoom, zoomedSteps, zoomTo } from "./curve-zoom";
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
  const { curves: asked, over, zoom } = view;
  const fields = useMemo(() => curvesOf(comparison, { curves: asked }), [comparison, asked]);
  const steps = useMemo(() => zoomedSteps({ over, zoom }), [over, zoom]);
  const history = useQuery({
    ...trpc.run.compareCurves.queryOptions({
      project,
      runIds: comparison.runs.map(({ id }) => id),
      keys: fields.map(({ key }) => key),
      steps,
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
      <ZoomLine view={view} change={change} />
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

/** Which part of the histories is drawn, and the way back to all of it. */
function ZoomLine({ view, change }: Pick<CompareChartProps, "view" | "change">) {
  const { over, zoom } = view;
  return (
    <div role="status" className="mb-3 flex min-h-7 flex-wrap items-center gap-x-3 text-sm text-muted">
      {zoom ? (
        <>
          <span className="num">{readZoom(zoom, over)}</span>
          <Button size="sm" onClick={() => change({ zoom: null })}>
            Whole history
          </Button>
        </>
      ) : (
        // A finger scrolls.
        <span className="pointer-coarse:hidden">Drag over a chart to zoom in.</span>
      )}
    </div>
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
          onChange={({ target }) =>
            change({ over: CURVE_TIMES.find((over) => over === target.value), zoom: null })
          }
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
  change,
  chosen,
  colors,
  scale,
  active,
  onActive,
}: MetricCurvesProps) {
  const { over, zoom, log, formats } = view;
  const own = useMemo(() => history.filter(({ key }) => key === field.key), [history, field]);
  const x = useMemo(
    (): AxisSpec => ({ ...X_AXES[over], ...(over === "step" && stepAxis(own.flatMap(stepsOf))) }),
    [own, over],
  );
  const curves = useMemo(
    () => curvesIn(own, comparison, { over, zoom }, x.origin, colors),
    [own, comparison, over, zoom, x, colors],
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
  if (curves.length === 0 && !zoom) return null;
  return (
    <div className="min-w-0">
      <h3 className="mb-1.5 font-medium break-all">
        <MetricName metric={field.key} title={field.label} />
      </h3>
      {curves.length === 0 ? (
        <p className="text-sm text-muted">It has no values there.</p>
      ) : (
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
          onZoom={(range) => change({ zoom: range && (zoomTo(range, over, x.origin) ?? zoom) })}
        />
      )}
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
  { over, zoom }: Pick<CompareView, "over" | "zoom">,
  origin: string | undefined,
  colors: readonly string[],
): OverlaidCurve[] {
  return history.flatMap((curve): OverlaidCurve[] => {
    const run = runs.at(curve.run);
    if (!run) return [];
    const all: readonly Step[] =
      over === "step"
        ? stepsOf(curve)
        : numbers(curve.times).map((time) => (over === "time" ? curve.begin + time : time));
    const order = all.map((_, index) => index).filter((index) => isWithin(zoom, all[index]));
    if (order.length === 0) return [];
    const xs = all.map((at) => (origin === undefined ? Number(at) : beyondOrigin(at, origin)));
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
