export const RUN_TABS = ["overview", "charts", "artifacts"] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** The part of a run that an address names; the overview where it names none. */
export function parseRunTab(text: string | null): RunTab {
  return RUN_TABS.find((tab) => tab === text) ?? "overview";
}
