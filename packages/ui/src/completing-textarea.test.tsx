import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { CompletingTextarea } from "./completing-textarea";

const WORDS = ["alpha", "alpine", "beta"];

function Box({ onKeyDown }: { onKeyDown?: () => void }) {
  const [text, setText] = useState("");
  return (
    <CompletingTextarea
      aria-label="Text"
      value={text}
      onChange={setText}
      onKeyDown={onKeyDown}
      suggestionsLabel="Words"
      suggest={(whole, cursor) => {
        const start = whole.lastIndexOf("#", cursor - 1);
        if (start < 0) return null;
        const begun = whole.slice(start + 1, cursor);
        const options = WORDS.filter((word) => word.startsWith(begun)).map((word) => ({ text: `#${word}` }));
        return { from: start, to: cursor, options };
      }}
    />
  );
}

function typed(text: string) {
  const box = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Text" });
  fireEvent.change(box, { target: { value: text, selectionStart: text.length } });
  return box;
}
const shown = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);

describe("a text box that completes", () => {
  it("offers what goes on, chooses by arrows and takes with Enter", () => {
    render(<Box />);
    const box = typed("see #al");
    expect(shown()).toEqual(["#alpha", "#alpine"]);
    expect(screen.getByRole("status").textContent).toContain("Words: 2");
    fireEvent.keyDown(box, { key: "ArrowDown" });
    expect(screen.getByRole("option", { selected: true }).textContent).toBe("#alpine");
    expect(box.getAttribute("aria-activedescendant")).toBe(screen.getAllByRole("option")[1].id);
    fireEvent.keyDown(box, { key: "Enter" });
    expect(box.value).toBe("see #alpine");
    expect(box.selectionStart).toBe("see #alpine".length);
    expect(shown()).toEqual([]);
  });

  it("does without on Escape, and leaves other keys to whoever stands around", () => {
    const heard = vi.fn();
    render(<Box onKeyDown={heard} />);
    const box = typed("#b");
    fireEvent.keyDown(box, { key: "Escape" });
    expect(shown()).toEqual([]);
    expect(heard).not.toHaveBeenCalled();
    fireEvent.keyDown(box, { key: "Enter" });
    expect(heard).toHaveBeenCalledTimes(1);
    expect(box.value).toBe("#b");
  });

  it("takes what is clicked", () => {
    render(<Box />);
    const box = typed("#");
    fireEvent.click(screen.getByText("#beta"));
    expect(box.value).toBe("#beta");
  });
});
