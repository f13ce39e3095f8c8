import { afterEach, describe, expect, it, vi } from "vitest";
import { bringIntoView } from "./bring-into-view";

const boxAt = (top: number, bottom: number) => {
  const element = document.createElement("div");
  element.tabIndex = -1;
  element.scrollIntoView = vi.fn();
  element.getBoundingClientRect = () => ({ top, bottom }) as DOMRect;
  document.body.append(element);
  return element;
};

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

describe("what was opened", () => {
  it("is scrolled to and focused where it stands below", () => {
    const opened = boxAt(420, 900);
    bringIntoView(opened, boxAt(0, 400));
    expect(opened.scrollIntoView).toHaveBeenCalledWith({ block: "start", behavior: "smooth" });
    expect(document.activeElement).toBe(opened);
  });

  it("is left alone, and the focus too, where it stands beside", () => {
    const [opener, opened] = [boxAt(0, 400), boxAt(0, 900)];
    opener.focus();
    bringIntoView(opened, opener);
    expect(opened.scrollIntoView).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(opener);
  });

  it("is there at once for whoever wants no motion", () => {
    vi.spyOn(window, "matchMedia").mockReturnValue({ matches: true } as MediaQueryList);
    const opened = boxAt(420, 900);
    bringIntoView(opened, boxAt(0, 400));
    expect(opened.scrollIntoView).toHaveBeenCalledWith({ block: "start", behavior: "instant" });
  });
});
