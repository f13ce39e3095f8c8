import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { Dialog } from "./dialog";

afterEach(cleanup);

describe("Dialog", () => {
  it("is announced as a dialog under its title", () => {
    render(
      <Dialog title="New project" open>
        <p>content</p>
      </Dialog>,
    );
    expect(screen.getByRole("dialog", { name: "New project" }).textContent).toContain("content");
  });
});
