import { cn } from "./class-names";
import { CopyButton } from "./copy-button";

export interface ShortIdProps {
  id: string;
  /** How many characters stay. */
  length?: number;
  /** What kind of id, for the copy button: "run id". */
  kind?: string;
  className?: string;
}

/** A long id, shortened, with the whole one on hover and on the clipboard. */
export function ShortId({ id, length = 8, kind = "id", className }: ShortIdProps) {
  const shortened = id.length > length + 1;
  return (
    <span className={cn("inline-flex items-center gap-0.5 whitespace-nowrap", className)}>
      <code title={id}>{shortened ? id.slice(0, length) : id}</code>
      <CopyButton text={id} label={`Copy ${kind}`} />
    </span>
  );
}
