import { useState, type PointerEvent } from "react";
import type { XYLayout } from "./xy-layout";

/** A part of an axis of numbers, both ends included. */
export interface AxisRange {
  low: number;
  high: number;
}

/** Pixels that a hand moves by while it clicks. */
const CLICK = 5;

/** The numbers that lie between two places of the x axis, in either order. */
export function rangeBetween({ left, right, x }: XYLayout, one: number, other: number): AxisRange {
  const [low, high] = [one, other]
    .map((pixels) => x.scale.at((pixels - left) / (right - left)))
    .sort((first, second) => first - second);
  return { low, high };
}

/**
 * Dragging sideways over a drawing chooses a part of its x axis: what is dragged over so far, in pixels, and what to do with
 * the pointer. A finger scrolls instead.
 */
export function useDragRange(layout: XYLayout, onRange: ((range: AxisRange) => void) | undefined) {
  const [band, setBand] = useState<[start: number, end: number]>();
  const place = (event: PointerEvent<HTMLElement>) => {
    const pixels = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return Math.min(layout.right, Math.max(layout.left, pixels));
  };
  const isDragged = band !== undefined && Math.abs(band[1] - band[0]) >= CLICK;
  return {
    band: isDragged ? ([Math.min(...band), Math.max(...band)] as const) : undefined,
    begin(event: PointerEvent<HTMLElement>) {
      if (!onRange || event.button !== 0 || event.pointerType === "touch") return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setBand([place(event), place(event)]);
    },
    /** Whether the pointer drags, and so reads nothing. */
    move(event: PointerEvent<HTMLElement>): boolean {
      if (band) setBand([band[0], place(event)]);
      return isDragged;
    },
    end() {
      if (isDragged) onRange?.(rangeBetween(layout, ...band));
      setBand(undefined);
    },
    cancel: () => setBand(undefined),
  };
}
