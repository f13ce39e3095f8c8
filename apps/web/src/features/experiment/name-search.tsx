"use client";

import { useEffect, useRef, useState } from "react";
import { Input } from "@pipepilot/ui/input";

interface NameSearchProps {
  label: string;
  /** What is searched for now. */
  text: string;
  onText: (text: string) => void;
}

/** People type faster than a list can follow. */
const PAUSE_MS = 250;

/** Looks for a part of a name, a moment after one stops typing. */
export function NameSearch({ label, text, onText }: NameSearchProps) {
  const [draft, setDraft] = useState(text);
  const search = useRef(onText);
  useEffect(() => {
    search.current = onText;
  });
  useEffect(() => {
    if (draft === text) return;
    const timer = setTimeout(() => search.current(draft), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, text]);
  return (
    <Input
      type="search"
      aria-label={label}
      placeholder="Search by name"
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      className="w-56"
    />
  );
}
