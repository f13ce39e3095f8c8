import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

/** A panel with a hairline border. */
export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section {...rest} className={cn("min-w-0 rounded-lg border border-line bg-panel", className)} />;
}

export interface CardHeaderProps extends Omit<ComponentProps<"div">, "title"> {
  title: ReactNode;
  /** Right-hand buttons or links. */
  actions?: ReactNode;
  /** Beside the title: a count, a badge. */
  aside?: ReactNode;
  level?: 2 | 3;
}

/** Title row of a card; `aside` stands beside the title, `actions` at the right. */
export function CardHeader({ title, actions, aside, level = 2, className, ...rest }: CardHeaderProps) {
  const Heading = `h${level}` as const;
  return (
    <div
      {...rest}
      className={cn(
        "flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3.5 py-2",
        className,
      )}
    >
      <Heading className="text-base font-semibold">{title}</Heading>
      {aside}
      {actions ? <div className="ml-auto flex flex-wrap items-center gap-1.5">{actions}</div> : null}
    </div>
  );
}

/** Padded content of a card. Tables go directly into the card, without a body. */
export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} className={cn("p-3.5", className)} />;
}
