export { download, toCsv, type Cell } from "../chart-export";
export { drawable } from "./infinite";
export { isMissing, type AxisSpec, type AxisValue } from "./axis-scale";
export { passes, type Brush } from "./brush";
export { colorScale, NO_COLOR, type ColorScale } from "./color-scale";
export { smooth } from "./statistics";
export type { AxisRange } from "./use-drag-range";
export { beyondOrigin, fromOrigin } from "./origin";
