import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(path.join(import.meta.dirname, "styles.css"), "utf8");

function block(selector: string): string {
  const start = css.indexOf(`${selector} {`);
  return css.slice(start, css.indexOf("}", start));
}

function tokens(selector: string): Record<string, string> {
  return Object.fromEntries(
    [...block(selector).matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

/** Relative luminance of a #rrggbb colour, as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** A #rrggbb colour in CIELAB (D65). */
function lab(hex: string): number[] {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const [x, y, z] = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ].map((part) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (one: string, other: string) =>
  Math.hypot(...lab(one).map((part, index) => part - lab(other)[index]));

function ratio(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ["bg", "panel", "sunken", "accent-soft"];
const textPairs: [string, string][] = [
  ...["text", "muted", "faint", "accent-text"].flatMap((text) =>
    surfaces.map((surface): [string, string] => [text, surface]),
  ),
  ...["good", "warn", "bad", "violet"].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    [tone, "panel"],
    [tone, "bg"],
    [tone, "sunken"],
  ]),
  ...["good-soft", "warn-soft", "bad-soft"].map((soft): [string, string] => ["text", soft]),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-bad", "bad"],
  ["on-bad", "bad-hover"],
  ["bg", "text"],
];
const markPairs: [string, string][] = [
  ...[
    "control",
    "star",
    "accent",
    ...Array.from({ length: 8 }, (_, index) => `series-${index + 1}`),
    ...Array.from({ length: 9 }, (_, index) => `ramp-${index + 1}`),
  ].map((mark): [string, string] => [mark, "panel"]),
  ["control", "bg"],
  ["accent", "bg"],
];

describe.each([
  ["light", tokens(":root")],
  ["dark", tokens('[data-theme="dark"]')],
])("the %s theme", (_name, theme) => {
  it.each(textPairs)("keeps %s readable on %s (4.5 : 1)", (text, surface) => {
    expect(ratio(theme[text], theme[surface])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(markPairs)("keeps %s visible on %s (3 : 1)", (mark, surface) => {
    expect(ratio(theme[mark], theme[surface])).toBeGreaterThanOrEqual(3);
  });

  it("keeps the first four series of a chart apart from each other", () => {
    const first = [1, 2, 3, 4].map((index) => theme[`series-${index}`]);
    const distances = first.flatMap((one, at) => first.slice(at + 1).map((other) => distance(one, other)));
    expect(Math.min(...distances)).toBeGreaterThan(40);
  });
});

describe("the two ways into the dark theme", () => {
  it("give the same tokens, and as many as the light one", () => {
    const dark = tokens('[data-theme="dark"]');
    expect(tokens(':root:not([data-theme="light"])')).toEqual(dark);
    expect(Object.keys(dark)).toEqual(Object.keys(tokens(":root")));
  });
});

describe("the contrast formula", () => {
  it("gives 21 for black on white", () => {
    expect(ratio("#000000", "#ffffff")).toBeCloseTo(21, 5);
  });
});
