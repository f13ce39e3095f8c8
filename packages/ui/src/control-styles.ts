import { cva } from "class-variance-authority";

/** Classes shared by everything one types into or picks from. */
export const controlStyles = cva(
  [
    "w-full min-w-0 rounded-md border border-control bg-panel text-base text-text placeholder:text-faint",
    "transition-[border-color,box-shadow] duration-100 hover:border-muted",
    "focus-visible:border-accent focus-visible:shadow-[0_0_0_3px_var(--accent-soft)] focus-visible:outline-1 focus-visible:outline-offset-0",
    "disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted disabled:opacity-70",
    "aria-invalid:border-bad aria-invalid:focus-visible:outline-bad",
  ],
  {
    variants: { size: { sm: "h-[26px] px-2 text-sm", md: "h-[30px] px-2.5", lg: "h-9 px-3" } },
    defaultVariants: { size: "md" },
  },
);
