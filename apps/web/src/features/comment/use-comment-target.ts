"use client";

import { useParams } from "next/navigation";
import { useEffect, useState } from "react";

/** The comment that the address leads to (`#comment-<id>`), also when only that part of it changes. */
export function useCommentTarget(): string | null {
  const [target, setTarget] = useState<string | null>(null);
  // The router gives a new object with every navigation, those inside a page among them.
  const navigation = useParams();
  useEffect(() => {
    const read = () => setTarget(/^#comment-([0-9a-f-]{36})$/.exec(window.location.hash)?.[1] ?? null);
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, [navigation]);
  return target;
}
