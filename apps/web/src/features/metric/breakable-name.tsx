import { Fragment } from "react";

/** Longer parts of a name would push a table out of a phone. */
const LONGEST_PART = 20;

/** A name that may go on in the next line behind its separators, and inside a part only where that is very long. */
export function BreakableName({ name }: { name: string }) {
  const parts = name.split(/(?<=[/_.:-])/);
  const isLong = parts.some((part) => part.split(" ").some((word) => word.length > LONGEST_PART));
  return (
    <span className={isLong ? "wrap-anywhere" : undefined}>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 ? <wbr /> : null}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
