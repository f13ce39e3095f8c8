import { titleFromOrigin } from "./origin";
import { shortLabel } from "./short-label";
import type { XYLayout } from "./xy-layout";

/** Axes, their ticks and titles, and the lanes of what is missing. */
export function XYAxes({ layout }: { layout: XYLayout }) {
  const { left, right, top, bottom, x, y, laneX, laneY, height } = layout;
  const middle = (left + right) / 2;
  return (
    <g fill="var(--muted)">
      {y.ticks.map(({ label, text, share }) => {
        const at = bottom - share * (bottom - top);
        return (
          <g key={`${label} ${share}`}>
            <line x1={left} x2={right} y1={at} y2={at} stroke="var(--line)" />
            <text
              x={(laneX === undefined ? left : left - 50) - 8}
              y={at + 4}
              textAnchor="end"
              className="num"
            >
              {text}
              {text === label ? null : <title>{label}</title>}
            </text>
          </g>
        );
      })}
      <line x1={left} x2={right} y1={bottom} y2={bottom} stroke="var(--line-strong)" />
      {x.ticks.map(({ label, text, share }) => {
        const at = left + share * (right - left);
        const below = laneY === undefined ? bottom : laneY + 11;
        return (
          <g key={`${label} ${share}`}>
            <line x1={at} x2={at} y1={bottom} y2={bottom + 4} stroke="var(--line-strong)" />
            <text x={at} y={below + 17} textAnchor="middle" className="num">
              {text}
              {text === label ? null : <title>{label}</title>}
            </text>
          </g>
        );
      })}
      {laneX === undefined ? null : (
        <g fontStyle="italic">
          <line
            x1={laneX}
            x2={laneX}
            y1={top}
            y2={bottom}
            stroke="var(--line-strong)"
            strokeDasharray="3 4"
          />
          <text x={laneX} y={bottom + 17} textAnchor="middle">
            missing
          </text>
        </g>
      )}
      {laneY === undefined ? null : (
        <g fontStyle="italic">
          <line
            x1={left}
            x2={right}
            y1={laneY}
            y2={laneY}
            stroke="var(--line-strong)"
            strokeDasharray="3 4"
          />
          <text x={left - 8} y={laneY + 4} textAnchor="end">
            missing
          </text>
        </g>
      )}
      <text x={middle} y={height - 5} textAnchor="middle" fill="var(--text)">
        {titleIn(titleFromOrigin(x.spec.label, x.spec.origin), right - left)}
      </text>
      <text
        transform={`translate(13 ${(top + bottom) / 2}) rotate(-90)`}
        textAnchor="middle"
        fill="var(--text)"
      >
        {titleIn(y.spec.label, bottom - top)}
      </text>
    </g>
  );
}

/** An axis' title as far as there is room, and whole for whoever points at it. */
function titleIn(label: string, pixels: number) {
  const text = shortLabel(label, Math.max(12, Math.floor(pixels / 7)));
  return (
    <>
      {text}
      {text === label ? null : <title>{label}</title>}
    </>
  );
}
