export const X_AXES = ["step", "time", "relative"] as const;
export type XAxis = (typeof X_AXES)[number];

/** How the charts of a run are drawn: `?x=relative&scale=log&xscale=log&smooth=0.6`. */
export interface ChartView {
  x: XAxis;
  logY: boolean;
  /** Not of points in time, which have no zero. */
  logX: boolean;
  /** 0 draws what was logged; nearer to 1 is smoother. */
  smoothing: number;
}

export const MOST_SMOOTHING = 0.99;

/** Reads an address; whatever makes no sense in it is as if it were not there. */
export function parseChartView(params: Pick<URLSearchParams, "get">): ChartView {
  const x = X_AXES.find((each) => each === params.get("x")) ?? "step";
  const smoothing = Number(params.get("smooth") ?? 0);
  return {
    x,
    logY: params.get("scale") === "log",
    logX: x !== "time" && params.get("xscale") === "log",
    smoothing: smoothing > 0 && smoothing <= MOST_SMOOTHING ? smoothing : 0,
  };
}

/** A page's number in an address; the first where there is none. */
export function parsePage(text: string | null): number {
  const page = /^[1-9]\d{0,4}$/.test(text ?? "") ? Number(text) : 1;
  return page;
}
