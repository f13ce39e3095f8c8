import type { Bar } from "@pipepilot/ui/bar-chart";

interface Explained {
  readonly quantity: "value" | "probability" | "margin";
  readonly class: string | number | null;
}

/** What moved most stands first, whichever way it moved. */
export function sortContributions(
  contributions: readonly { readonly column: string; readonly value: number }[],
): Bar[] {
  return contributions
    .map(({ column, value }) => ({ label: column, value }))
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value));
}

/** In words what the contributions add up to. */
export function explainedQuantity({ quantity, class: label }: Explained): string {
  if (quantity === "value" || label === null) return "Predicted value";
  return quantity === "probability"
    ? `Probability of ${label}`
    : `Score of ${label}, before it becomes a probability`;
}
