import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { Pager } from "./pager";
import { Slider } from "./slider";

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

describe("Pager", () => {
  const pager = (page: number, total: number) => {
    const turned = vi.fn();
    const { container } = render(
      <Pager noun="charts" page={page} perPage={12} total={total} onPageChange={turned} />,
    );
    return { turned, container };
  };

  it("says where one is and turns the page", () => {
    const { turned } = pager(2, 12_000);
    expect(screen.getByText("13 to 24 of 12,000 charts")).toBeTruthy();
    fireEvent.click(button("Previous"));
    fireEvent.click(button("Next"));
    expect(turned.mock.calls).toEqual([[1], [3]]);
  });

  it("ends at the first and the last page", () => {
    pager(1, 13);
    expect([button("Previous").disabled, button("Next").disabled]).toEqual([true, false]);
  });

  it("is not there where all is on one page, and leads back from beyond the last", () => {
    expect(pager(1, 12).container.textContent).toBe("");
    const { turned } = pager(9, 0);
    expect(screen.getByText("Nothing on page 9")).toBeTruthy();
    fireEvent.click(button("Previous"));
    expect(turned).toHaveBeenCalledWith(1);
  });
});

describe("Slider", () => {
  it("has a label, says its value and hands on what is chosen", () => {
    const chosen = vi.fn();
    render(
      <Slider
        label="Smoothing"
        value={0.5}
        min={0}
        max={0.99}
        step={0.01}
        written="0.50"
        onValueChange={chosen}
      />,
    );
    const slider = screen.getByRole("slider", { name: "Smoothing" });
    expect(slider.getAttribute("aria-valuetext")).toBe("0.50");
    fireEvent.change(slider, { target: { value: "0.6" } });
    expect(chosen).toHaveBeenCalledWith(0.6);
  });
});
