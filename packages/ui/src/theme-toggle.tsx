"use client";

import { useId, useSyncExternalStore } from "react";
import { Monitor, Moon, Sun } from "lucide-react";
import { cn } from "./class-names";
import { applyTheme, storedTheme, themes, type Theme } from "./theme";

const CHANGED = "themechange";
const icons = { light: Sun, dark: Moon, system: Monitor };
const labels = { light: "Light", dark: "Dark", system: "System" };

function subscribe(onChange: () => void): () => void {
  const onOtherTab = () => {
    applyTheme(storedTheme());
    onChange();
  };
  window.addEventListener("storage", onOtherTab);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onOtherTab);
    window.removeEventListener(CHANGED, onChange);
  };
}

function choose(theme: Theme): void {
  applyTheme(theme);
  window.dispatchEvent(new Event(CHANGED));
}

/** Light, dark or as the system: three radio buttons in one small control. */
export function ThemeToggle({ className }: { className?: string }) {
  const current = useSyncExternalStore(subscribe, storedTheme, () => "system" as const);
  const name = useId();
  return (
    <fieldset className={cn("inline-flex rounded-md border border-line bg-sunken p-0.5", className)}>
      <legend className="sr-only">Theme</legend>
      {themes.map((theme) => {
        const Icon = icons[theme];
        return (
          <label
            key={theme}
            title={labels[theme]}
            className="grid h-[22px] w-7 cursor-pointer place-items-center rounded-sm text-muted transition-colors hover:text-text has-checked:bg-panel has-checked:text-text has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={theme}
              checked={current === theme}
              onChange={() => choose(theme)}
              className="sr-only"
            />
            <Icon aria-hidden="true" className="size-[14px]" />
            <span className="sr-only">{labels[theme]}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
