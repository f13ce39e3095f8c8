import { shortLabel } from "../chart/short-label";
import { cn } from "../class-names";

/** Characters that have room on one line, and on the two small ones that longer names get. */
const ONE_LINE = 17;
const TWO_LINES = 60;

/** The name of a line; names that begin alike still differ at their ends. The whole is read below the table. */
export function LineName({ children, mono = false }: { children: string; mono?: boolean }) {
  const small = children.length > ONE_LINE;
  return (
    <span
      title={children}
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
