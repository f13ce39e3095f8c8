const MAX = 80;

/** A free pipeline name made from a dataset's: "loan", then "loan-2". */
export function suggestPipelineName(dataset: string, taken: readonly string[]): string {
  const plain =
    dataset
      .trim()
      .replace(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[^A-Za-z0-9]+|-+$/g, "")
      .slice(0, MAX - 4) || "pipeline";
  if (plain !== "new" && !taken.includes(plain)) return plain;
  let number = 2;
  while (taken.includes(`${plain}-${number}`)) number++;
  return `${plain}-${number}`;
}
