import { fireEvent, render, screen } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, it } from "vitest";
import { ThemeScript } from "./theme-script";
import { ThemeToggle } from "./theme-toggle";

const root = document.documentElement;

beforeEach(() => {
  localStorage.clear();
  delete root.dataset.theme;
});

/** Runs the script as a browser would while it reads the page. */
function runScript() {
  const source = /<script[^>]*>(.*)<\/script>/.exec(renderToString(<ThemeScript />))![1];
  new Function(source)();
}

describe("ThemeToggle", () => {
  it("puts the choice on the document and keeps it for the next page", () => {
    render(<ThemeToggle />);
    fireEvent.click(screen.getByRole("radio", { name: "Dark" }));
    expect(root.dataset.theme).toBe("dark");
    delete root.dataset.theme;
    runScript();
    expect(root.dataset.theme).toBe("dark");
  });

  it("follows the system again and forgets the choice", () => {
    localStorage.setItem("theme", "light");
    render(<ThemeToggle />);
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Light" }).checked).toBe(true);
    fireEvent.click(screen.getByRole("radio", { name: "System" }));
    expect(root.dataset.theme).toBeUndefined();
    expect(localStorage.getItem("theme")).toBeNull();
  });
});

describe("ThemeScript", () => {
  it("leaves the document alone when nothing, or nonsense, is stored", () => {
    localStorage.setItem("theme", "purple");
    runScript();
    expect(root.dataset.theme).toBeUndefined();
  });
});
