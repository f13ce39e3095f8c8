"use client";

import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { clockNow, subscribeToClock } from "./clock";
import { formatExact, formatRelative } from "./format";

export interface RelativeTimeProps {
  /** A date, an ISO string or epoch milliseconds. */
  value: Date | string | number;
  className?: string;
}

const never = () => () => {};

/**
 * How long ago, kept up to date, with the exact moment on hover. The server writes what is true there; the browser
 * takes it over without a mismatch and then goes on by its own clock and time zone.
 */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const ref = useRef<HTMLTimeElement>(null);
  const now = useSyncExternalStore(subscribeToClock, clockNow, clockNow);
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const then = new Date(value).getTime();
  const valid = Number.isFinite(then);
  const text = valid ? formatRelative(then, now) : "–";
  const exact = valid ? formatExact(then, inBrowser ? undefined : "UTC") : undefined;

  // React leaves the server's text alone when its own says the same as before; the page must not.
  useLayoutEffect(() => {
    if (ref.current && ref.current.textContent !== text) ref.current.textContent = text;
  }, [text, inBrowser]);

  return (
    <time
      ref={ref}
      dateTime={valid ? new Date(then).toISOString() : undefined}
      title={exact}
      suppressHydrationWarning
      className={className ?? "num whitespace-nowrap"}
    >
      {text}
    </time>
  );
}
