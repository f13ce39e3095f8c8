import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { compareViewQuery, parseCompareView, type CompareView } from "./compare-view";

export type ChangeView = (
  change: Partial<CompareView> | ((view: CompareView) => Partial<CompareView>),
) => void;

/** While something is dragged the address waits: browsers refuse to change it a hundred times in half a minute. */
const ADDRESS_WAITS_MS = 150;

/** The view of a comparison: answers at once, and the address follows, so that a reload or a link shows the same. */
export function useCompareView(): [CompareView, ChangeView] {
  const path = usePathname();
  const query = useSearchParams();
  const [view, setView] = useState(() => parseCompareView(query));
  const change = useCallback<ChangeView>(
    (next) => setView((before) => ({ ...before, ...(typeof next === "function" ? next(before) : next) })),
    [],
  );
  const address = path + compareViewQuery(view);
  useEffect(() => {
    const write = () => {
      if (window.location.pathname + window.location.search !== address)
        window.history.replaceState(null, "", address);
    };
    const timer = setTimeout(write, ADDRESS_WAITS_MS);
    window.addEventListener("pagehide", write);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", write);
    };
  }, [address]);
  return [view, change];
}
