"use client";

import { useEffect, useState } from "react";
import { Check, Copy } from "lucide-react";
import { cn } from "./class-names";
import { copyText } from "./copy-text";

export interface CopyButtonProps {
  text: string;
  /** What is copied: "Copy run id". */
  label?: string;
  className?: string;
}

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label = "Copy", className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  const Icon = state === "copied" ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => void copyText(text).then((copied) => setState(copied ? "copied" : "failed"))}
      className={cn(
        "inline-grid size-[22px] shrink-0 place-items-center rounded-sm align-middle text-faint transition-colors hover:bg-sunken hover:text-text",
        state === "copied" && "text-good hover:text-good",
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-[13px]" />
      <span role="status" className="sr-only">
        {state === "copied" ? "Copied" : state === "failed" ? "Could not copy" : ""}
      </span>
    </button>
  );
}
