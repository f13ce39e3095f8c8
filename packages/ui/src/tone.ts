/** What a colour means; components never take a colour by name. */
export type Tone = "neutral" | "good" | "warn" | "bad" | "accent" | "violet";

/** Background of a solid mark (dot, bar) in each tone. */
export const toneSolid: Record<Tone, string> = {
  neutral: "bg-control",
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
  accent: "bg-accent",
  violet: "bg-violet",
};

/** Soft background with readable text in each tone. */
export const toneSoft: Record<Tone, string> = {
  neutral: "bg-sunken text-muted",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  accent: "bg-accent-soft text-accent-text",
  violet: "bg-violet-soft text-violet",
};

/** Text in each tone. */
export const toneText: Record<Tone, string> = {
  neutral: "text-muted",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  accent: "text-accent-text",
  violet: "text-violet",
};

/** The colour of the nth series of a chart, as a CSS value; repeats after eight. */
export function seriesColor(index: number): string {
  return `var(--series-${(index % 8) + 1})`;
}
