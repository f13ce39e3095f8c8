import { ChevronDown } from "lucide-react";
import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { textWidth } from "../chart/short-label";
import type { Brush } from "../chart/brush";
import { DropdownMenu, MenuCheckbox, MenuItem, MenuLabel, MenuSeparator } from "../dropdown-menu";
import type { AxisModel } from "./model";

export interface AxisChange {
  log?: boolean;
  flipped?: boolean;
}

export interface AxisHeadProps {
  axis: AxisModel;
  /** Its place and how many axes there are. */
  index: number;
  count: number;
  x: number;
  anyMissing: boolean;
  brush: Brush | undefined;
  onBrush: (brush: Brush | undefined) => void;
  onMove: (to: number) => void;
  /** Where it would come to stand while it is dragged; undefined when it is let go. */
  onDrag: (clientX: number | undefined, dropped: boolean) => void;
  onChange: (change: AxisChange) => void;
  onRemove?: () => void;
}

const DRAG = 4;

/** The name of an axis, by which it is moved, and its menu. */
export function AxisHead(props: AxisHeadProps) {
  const { axis, index, count, x, onMove, onDrag } = props;
  const begin = useRef<{ x: number; moved: boolean }>(undefined);
  const width = Math.max(24, textWidth(axis.text) + 8);

  function start(event: PointerEvent<HTMLButtonElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    begin.current = { x: event.clientX, moved: false };
  }
  function drag(event: PointerEvent) {
    if (!begin.current) return;
    begin.current.moved ||= Math.abs(event.clientX - begin.current.x) > DRAG;
    if (begin.current.moved) onDrag(event.clientX, false);
  }
  function end(event: PointerEvent) {
    if (begin.current?.moved) onDrag(event.clientX, true);
    begin.current = undefined;
  }
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by === 0 || index + by < 0 || index + by >= count) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(index + by);
  }

  return (
    <>
      <button
        type="button"
        data-axis-head={axis.id}
        title={`${axis.label}: drag to move, or use the left and right arrow keys`}
        aria-label={`${axis.label}, axis ${index + 1} of ${count}; the left and right arrow keys move it`}
        className="absolute h-6 cursor-grab touch-none rounded-sm hover:bg-text/6 active:cursor-grabbing"
        style={{ left: x - width / 2, top: 2, width }}
        onPointerDown={start}
        onPointerMove={drag}
        onPointerUp={end}
        onPointerCancel={() => {
          begin.current = undefined;
          onDrag(undefined, false);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="absolute" style={{ left: x - 12, top: 26 }}>
        <AxisMenu {...props} />
      </div>
    </>
  );
}

function AxisMenu({ axis, index, count, anyMissing, brush, ...on }: AxisHeadProps) {
  return (
    <DropdownMenu
      align="center"
      label={`Axis ${axis.label}`}
      trigger={
        <button
          type="button"
          aria-label={`Options of the axis ${axis.label}`}
          className="grid size-6 place-items-center rounded-sm text-muted hover:bg-sunken hover:text-text"
        >
          <ChevronDown aria-hidden="true" className="size-3.5" />
        </button>
      }
    >
      <MenuLabel>{axis.label}</MenuLabel>
      {axis.kind === "number" ? (
        <MenuCheckbox checked={axis.log} onCheckedChange={(log) => on.onChange({ log })}>
          Log scale
        </MenuCheckbox>
      ) : null}
      <MenuCheckbox checked={axis.flipped} onCheckedChange={(flipped) => on.onChange({ flipped })}>
        Flipped
      </MenuCheckbox>
      <MenuSeparator />
      <MenuItem disabled={index === 0} onSelect={() => on.onMove(index - 1)}>
        Move left
      </MenuItem>
      <MenuItem disabled={index === count - 1} onSelect={() => on.onMove(index + 1)}>
        Move right
      </MenuItem>
      {on.onRemove ? <MenuItem onSelect={on.onRemove}>Remove axis</MenuItem> : null}
      <MenuSeparator />
      <MenuItem disabled={!anyMissing} onSelect={() => on.onBrush({ missing: true })}>
        Choose what has no value
      </MenuItem>
      <MenuItem disabled={!brush} onSelect={() => on.onBrush(undefined)}>
        Clear the choice
      </MenuItem>
    </DropdownMenu>
  );
}
