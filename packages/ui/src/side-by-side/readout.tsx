import { useImperativeHandle, useState, type Ref } from "react";

export interface ReadoutHandle {
  say: (parts: readonly string[]) => void;
}

/** What a cell says in full; apart from the table, which is not drawn again for it. */
export function Readout({ ref }: { ref: Ref<ReadoutHandle> }) {
  const [parts, setParts] = useState<readonly string[]>([]);
  useImperativeHandle(ref, () => ({ say: setParts }), []);
  return (
    <div className="num flex min-h-9 flex-wrap items-baseline gap-x-3 gap-y-0.5 border-t border-line px-3.5 py-2 text-sm">
      {parts.length === 0 ? (
        <span className="text-muted">Point at a cell, or move with the arrow keys, to read it in full.</span>
      ) : (
        parts.map((part, index) => (
          <span
            key={index}
            className={`max-h-24 min-w-0 overflow-y-auto break-all whitespace-pre-wrap ${index === 2 ? "font-medium" : "text-muted"}`}
          >
            {part}
          </span>
        ))
      )}
    </div>
  );
}
