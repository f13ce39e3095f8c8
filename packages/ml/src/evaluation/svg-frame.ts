import { markup, type Markup } from "./markup";
import { axisText } from "./number-text";
import { scale, ticks, type Domain } from "./svg-scale";

export interface Axis {
  readonly label: string;
  readonly domain: Domain;
}

export interface Plane {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export interface PictureOptions {
  /** Unique on the page; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, for who cannot see it. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Draws on the plane that the axes span. */
  readonly draw: (plane: Plane) => readonly Markup[];
}

// Small, so that its texts stay readable on a phone's width; it grows with its figure.
const WIDTH = 360;
const HEIGHT = 250;
const LEFT = 46;
const RIGHT = 350;
const TOP = 8;
const BOTTOM = 212;

/** An SVG picture with axes, grid, title and description. */
export function picture({ id, title, description, x, y, draw }: PictureOptions): Markup {
  const plane = { x: scale(x.domain, LEFT, RIGHT), y: scale(y.domain, BOTTOM, TOP) };
  const down = ticks(y.domain).map((value) => {
    const at = plane.y(value);
    return markup`<path class="grid" d="M${LEFT} ${at}H${RIGHT}"/><text class="tick" x="${LEFT - 5}" y="${at + 3.5}" text-anchor="end">${axisText(value)}</text>`;
  });
  const across = ticks(x.domain).map(
    (value) =>
      markup`<text class="tick" x="${plane.x(value)}" y="${BOTTOM + 14}" text-anchor="middle">${axisText(value)}</text>`,
  );
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
${down}${across}<path class="axis" d="M${LEFT} ${BOTTOM}H${RIGHT}"/>
<text class="label" x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${x.label}</text>
<text class="label" x="10" y="${(TOP + BOTTOM) / 2}" text-anchor="middle" transform="rotate(-90 10 ${(TOP + BOTTOM) / 2})">${y.label}</text>
${draw(plane)}</svg>`;
}
