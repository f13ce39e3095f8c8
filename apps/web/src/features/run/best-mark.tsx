/** The star of what is best; colour is not its only sign. */
export function BestMark({ label = "best" }: { label?: string }) {
  return (
    <span className="text-star" role="img" aria-label={label} title={label}>
      ★
    </span>
  );
}
