"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Dialog } from "@pipepilot/ui/dialog";
import { Kbd } from "@pipepilot/ui/kbd";
import { isTyping } from "./is-typing";

const PLACES: Record<string, { path: string; label: string }> = {
  o: { path: "", label: "Overview" },
  d: { path: "/datasets", label: "Data" },
  p: { path: "/pipelines", label: "Pipelines" },
  e: { path: "/experiments", label: "Experiments" },
  m: { path: "/models", label: "Models" },
  s: { path: "/serving", label: "Serving" },
  h: { path: "/guide", label: "Guide" },
  a: { path: "/activity", label: "Activity" },
};
const SEQUENCE_MS = 1_200;

/** `g` then a letter goes somewhere, `?` shows the list. Typing in a field is left alone. */
export function KeyboardShortcuts({ base }: { base: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    let pressedGAt = 0;
    function onKeyDown(event: KeyboardEvent) {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") return setOpen(true);
      if (event.key === "g") {
        pressedGAt = event.timeStamp;
        return;
      }
      const place = PLACES[event.key];
      if (place && event.timeStamp - pressedGAt < SEQUENCE_MS) {
        pressedGAt = 0;
        router.push(base + place.path);
      }
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [base, router]);

  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keyboard">
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2">
        {Object.entries(PLACES).map(([key, { label }]) => (
          <div key={key} className="contents">
            <dt>{label}</dt>
            <dd className="flex gap-1">
              <Kbd>g</Kbd>
              <Kbd>{key}</Kbd>
            </dd>
          </div>
        ))}
        <dt>This list</dt>
        <dd>
          <Kbd>?</Kbd>
        </dd>
      </dl>
    </Dialog>
  );
}
