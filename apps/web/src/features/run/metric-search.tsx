"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";

/** Typing is done when nothing was typed for this long. */
const PAUSE_MS = 200;

/** Searches metrics by a part of their key. */
export function MetricSearch({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Field label="Search metrics" hideLabel className="w-full sm:w-60">
      <div className="relative">
        <Search aria-hidden="true" className="absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-muted" />
        <Input
          type="search"
          size="sm"
          placeholder="Search metrics"
          maxLength={250}
          className="pl-7"
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => onSearch(target.value.trim()), PAUSE_MS);
          }}
        />
      </div>
    </Field>
  );
}
