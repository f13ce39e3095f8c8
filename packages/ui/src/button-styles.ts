import { cva, type VariantProps } from "class-variance-authority";

/** Classes shared by buttons and links that look like buttons. */
export const buttonStyles = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none",
    "transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    "[&_svg]:size-[15px] [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary:
          "border-accent bg-accent text-on-accent not-disabled:hover:border-accent-hover not-disabled:hover:bg-accent-hover",
        default: "border-line-strong bg-panel text-text not-disabled:hover:bg-sunken",
        quiet:
          "border-transparent bg-transparent text-muted not-disabled:hover:bg-sunken not-disabled:hover:text-text",
        danger:
          "border-bad bg-bad text-on-bad not-disabled:hover:border-bad-hover not-disabled:hover:bg-bad-hover",
      },
      size: {
        sm: "h-[26px] px-[9px] text-sm",
        md: "h-[30px] px-[11px] text-base",
        lg: "h-9 px-4 text-base",
      },
    },
    defaultVariants: { variant: "default", size: "md" },
  },
);

export type ButtonVariants = VariantProps<typeof buttonStyles>;
