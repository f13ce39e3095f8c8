import { fireEvent, render, screen } from "@testing-library/react";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { layoutXY } from "./chart/xy-layout";
import { OverlaidCurves } from "./overlaid-curves";

const [x, y] = [
  { id: "step", label: "step" },
  { id: "loss", label: "loss" },
];
const xs = Array.from({ length: 101 }, (_, step) => step);
const curve = { id: "one", label: "forest", color: "red", xs, ys: xs.map((step) => 100 - step) };

function draw() {
  const onZoom = vi.fn();
  render(<OverlaidCurves title="loss" {...{ x, y, onZoom }} curves={[curve]} />);
  const region = screen.getByRole("region", {
    name: "loss, drawing. The arrow keys read the values, plus and minus zoom.",
  });
  return { onZoom, region, drawing: region.firstElementChild! };
}

/** Where a step is drawn; an element of jsdom has no width, so the chart takes the one it has before it is measured. */
const { placeX } = layoutXY({ x, y }, { x: xs, y: curve.ys }, { width: 760, height: 320 });

function drag(drawing: Element, from: number, to: number, pointerType = "mouse") {
  const at = (clientX: number) => ({ clientX, clientY: 100, button: 0, pointerType });
  fireEvent.pointerDown(drawing, at(from));
  fireEvent.pointerMove(drawing, at(to));
  fireEvent.pointerUp(drawing, at(to));
}

describe("zooming into curves", () => {
  beforeAll(() => {
    // jsdom knows neither.
    Element.prototype.setPointerCapture = () => undefined;
    vi.stubGlobal("PointerEvent", Pointer);
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(Element.prototype, "setPointerCapture");
  });

  it("asks for what was dragged over, in either direction, and no further than the axis", () => {
    const { onZoom, drawing } = draw();
    drag(drawing, placeX(60), placeX(20));
    const [{ low, high }] = onZoom.mock.lastCall as [{ low: number; high: number }];
    expect(low).toBeCloseTo(20, 9);
    expect(high).toBeCloseTo(60, 9);
    drag(drawing, placeX(60), 5000);
    expect(onZoom.mock.lastCall?.[0]).toMatchObject({ high: 100 });
  });

  it("asks for nothing after a click, a finger's move, a drag taken back, or one over no value", () => {
    const { onZoom, drawing, region } = draw();
    drag(drawing, 300, 302);
    drag(drawing, 300, 500, "touch");
    fireEvent.pointerDown(drawing, { clientX: 300, button: 0, pointerType: "mouse" });
    fireEvent.pointerMove(drawing, { clientX: 500, pointerType: "mouse" });
    fireEvent.keyDown(region, { key: "Escape" });
    fireEvent.pointerUp(drawing, { clientX: 500, pointerType: "mouse" });
    expect(onZoom).not.toHaveBeenCalled();
  });

  it("goes in around what is read by the plus key, and out by minus or two clicks", () => {
    const { onZoom, region, drawing } = draw();
    fireEvent.keyDown(region, { key: "+" });
    const [{ low, high }] = onZoom.mock.lastCall as [{ low: number; high: number }];
    expect([low + high, high - low].map(Math.round)).toEqual([100, 54]);
    fireEvent.keyDown(region, { key: "ArrowRight" });
    fireEvent.keyDown(region, { key: "+" });
    expect(onZoom.mock.lastCall?.[0]).toMatchObject({ low: 0 });
    fireEvent.keyDown(region, { key: "-" });
    expect(onZoom).toHaveBeenLastCalledWith(null);
    onZoom.mockClear();
    fireEvent.doubleClick(drawing);
    expect(onZoom).toHaveBeenLastCalledWith(null);
  });
});

class Pointer extends MouseEvent {
  readonly pointerType: string;
  readonly pointerId = 1;
  constructor(type: string, options: PointerEventInit = {}) {
    super(type, options);
    this.pointerType = options.pointerType ?? "";
  }
}
