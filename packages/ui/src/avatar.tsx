import { cn } from "./class-names";

/** The first letters of a name, or of an address before its @: at most two. */
export function initials(name: string): string {
  const words = name
    .split("@")[0]
    .split(/[\s._-]+/)
    .filter(Boolean);
  const letters = words.length > 1 ? words[0][0] + words[words.length - 1][0] : (words[0] ?? "?").slice(0, 2);
  return letters.toUpperCase();
}

/** A person as initials; decoration beside the name. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "grid size-[22px] shrink-0 place-items-center rounded-full bg-violet-soft text-[10.5px] font-semibold text-violet",
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
