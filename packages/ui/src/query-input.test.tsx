import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { QueryInput, type QueryProblem, type Suggestions } from "./query-input";

interface BoxProps {
  initial?: string;
  problem?: QueryProblem;
  meanwhile?: string;
  onSubmit?: () => void;
}

/** Offers two words for the last one that is written. */
function Box({ initial = "", problem, meanwhile, onSubmit = () => undefined }: BoxProps) {
  const [value, setValue] = useState(initial);
  const [cursor, setCursor] = useState<number | null>(null);
  const from = value.lastIndexOf(" ") + 1;
  const suggestions: Suggestions | null =
    cursor === null ? null : { from, to: value.length, options: [{ text: "alpha " }, { text: "beta " }] };
  return (
    <QueryInput
      label="Filter"
      value={value}
      onChange={setValue}
      onSubmit={onSubmit}
      problem={problem}
      meanwhile={meanwhile}
      suggestions={suggestions}
      onPlace={(_, position) => setCursor(position)}
    />
  );
}

const box = () => screen.getByRole<HTMLInputElement>("combobox", { name: "Filter" });
const press = (key: string) => fireEvent.keyDown(box(), { key });

describe("a line of a query language", () => {
  it("offers what may follow while one writes, and takes what is chosen with the arrows", () => {
    const onSubmit = vi.fn();
    render(<Box onSubmit={onSubmit} />);
    expect(screen.queryByRole("listbox")).toBeNull();
    fireEvent.change(box(), { target: { value: "x al" } });
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["alpha ", "beta "]);
    press("ArrowDown");
    press("ArrowDown");
    expect(box().getAttribute("aria-activedescendant")).toBe(screen.getAllByRole("option")[1].id);
    press("ArrowUp");
    press("Enter");
    expect([box().value, box().selectionStart]).toEqual(["x alpha ", 8]);
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it("submits with Enter where nothing is chosen, and closes with Escape", () => {
    const onSubmit = vi.fn();
    render(<Box onSubmit={onSubmit} />);
    fireEvent.change(box(), { target: { value: "al" } });
    press("Escape");
    expect(screen.queryByRole("listbox")).toBeNull();
    press("Enter");
    expect(onSubmit).toHaveBeenCalledTimes(1);
  });

  it("takes a suggestion that is clicked", () => {
    render(<Box />);
    fireEvent.change(box(), { target: { value: "be" } });
    fireEvent.click(screen.getAllByRole("option")[1]);
    expect(box().value).toBe("beta ");
  });

  it("underlines what is wrong at its place and says it", () => {
    const problem = { message: "A number is expected.", position: 4, length: 1 };
    const { container } = render(<Box initial="a < x and more" problem={problem} />);
    expect(screen.getByRole("alert").textContent).toBe(problem.message);
    expect(box().getAttribute("aria-invalid")).toBe("true");
    expect(container.querySelector(".decoration-wavy")?.textContent).toBe("x");
  });

  it("says what holds until it is mended, and only then", () => {
    const problem = { message: "A number is expected.", position: 4, length: 1 };
    const meanwhile = "Nothing changes.";
    const { rerender } = render(<Box initial="a < x" meanwhile={meanwhile} />);
    expect(screen.queryByText(meanwhile)).toBeNull();
    rerender(<Box initial="a < x" problem={problem} meanwhile={meanwhile} />);
    expect(screen.getByRole("alert").textContent).toBe(`${problem.message}${meanwhile}`);
    expect(document.getElementById(box().getAttribute("aria-describedby")!)).toBe(screen.getByRole("alert"));
  });

  it("blames nobody for a text that ends too early until one is done", () => {
    render(<Box problem={{ message: "The text ends here.", position: 3, length: 0 }} />);
    fireEvent.change(box(), { target: { value: "a <" } });
    expect(screen.queryByRole("alert")).toBeNull();
    fireEvent.blur(box());
    expect(screen.getByRole("alert").textContent).toBe("The text ends here.");
  });
});
