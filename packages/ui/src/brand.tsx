import { cn } from "./class-names";

/** The mark: an open circle that closes on itself. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      aria-hidden="true"
      className={cn("size-5 fill-none stroke-accent stroke-2", className)}
    >
      <path d="M10 2.5a7.5 7.5 0 1 1-6.6 3.9" strokeLinecap="round" />
      <path d="M3 2.6v4h4" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}

/** Mark and name. */
export function Brand({ name, className }: { name: string; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 font-semibold tracking-[-0.01em]", className)}>
      <BrandMark />
      {name}
    </span>
  );
}
