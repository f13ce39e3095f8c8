import { shortLabel } from "../chart/short-label";
import { cn } from "../class-names";

/** Characters that have room on one line, and on the two small ones that longer names get. */
const ONE_LINE = 17;
const TWO_LINES = 60;

interface LineNameProps {
  children: string;
  mono?: boolean;
  /** What pointing at it tells; the name, uncut, otherwise. */
  title?: string;
}

/** The name of a line; names that begin alike still differ at their ends. The whole is read below the table. */
export function LineName({ children, mono = false, title = children }: LineNameProps) {
  const small = children.length > ONE_LINE;
  return (
    <span
      title={title}
      className={cn(
        "block",
        mono && "font-mono text-sm",
        small ? "line-clamp-2 text-[11.5px] leading-[14px] break-all sm:text-xs" : "truncate",
      )}
    >
      {shortLabel(children, TWO_LINES)}
    </span>
  );
}
