import { NO_COLOR, RAMP_STEPS, type ColorScale } from "./color-scale";
import { textWidth } from "./short-label";

export interface LegendEntry {
  label: string;
  color: string;
}

/** What is drawn below a chart that is saved as a picture. */
export interface LegendDrawing {
  svg: string;
  height: number;
}

const LINE = 20;
const STEP = 12;

/** What the colours of a picture mean: a ramp with its ends, or names with their colours, on as many lines as they need. */
export function legendDrawing(
  colors: ColorScale | undefined,
  names: readonly LegendEntry[],
  width: number,
): LegendDrawing {
  if (colors?.legend.kind === "ramp") {
    const { low, high } = colors.legend;
    const begin = 12 + textWidth(colors.label) + textWidth(low) + 20;
    const steps = Array.from(
      { length: RAMP_STEPS },
      (_, step) =>
        `<rect x="${begin + step * STEP}" y="5" width="${STEP}" height="10" fill="var(--ramp-${step + 1})"/>`,
    );
    const end = begin + RAMP_STEPS * STEP;
    const missing = colors.anyMissing ? [{ label: "no value", color: NO_COLOR }] : [];
    return drawing(
      [
        text(12, 14, colors.label, "var(--text)"),
        text(12 + textWidth(colors.label) + 10, 14, low),
        ...steps,
        text(end + 8, 14, high),
        ...entries(missing, end + 24 + textWidth(high), width).parts,
      ],
      1,
    );
  }
  const others =
    colors?.legend.kind === "categories" && colors.legend.others > 0
      ? [{ label: `${colors.legend.others} others`, color: NO_COLOR }]
      : [];
  const named = colors?.legend.kind === "categories" ? [...colors.legend.entries, ...others] : names;
  if (named.length === 0) return { svg: "", height: 0 };
  const { parts, lines } = entries(named, 12, width);
  return drawing(parts, lines);
}

function entries(
  named: readonly LegendEntry[],
  begin: number,
  width: number,
): { parts: string[]; lines: number } {
  let [x, line] = [begin, 0];
  const parts = named.map(({ label, color }) => {
    const room = textWidth(label) + 30;
    if (x > begin && x + room > width) [x, line] = [12, line + 1];
    const part = `<circle cx="${x + 4}" cy="${line * LINE + 10}" r="4" fill="${color}"/>${text(x + 13, line * LINE + 14, label)}`;
    x += room;
    return part;
  });
  return { parts, lines: line + 1 };
}

const drawing = (parts: readonly string[], lines: number): LegendDrawing => ({
  svg: `<g font-size="11.5">${parts.join("")}</g>`,
  height: lines * LINE + 6,
});

const text = (x: number, y: number, words: string, fill = "var(--muted)") =>
  `<text x="${x}" y="${y}" fill="${fill}">${escaped(words)}</text>`;

const escaped = (words: string) =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
