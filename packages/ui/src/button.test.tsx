import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Button } from "./button";

const button = () => screen.getByRole("button", { name: "Save" });

it("can be disabled and still be reached, to say why", () => {
  render(<Button aria-disabled>Save</Button>);
  expect(button().getAttribute("aria-disabled")).toBe("true");
  expect(button().hasAttribute("disabled")).toBe(false);
});

it("ignores clicks while something is under way", () => {
  const onClick = vi.fn();
  render(
    <Button loading onClick={onClick}>
      Save
    </Button>,
  );
  button().click();
  expect(onClick).not.toHaveBeenCalled();
  expect(button().getAttribute("aria-disabled")).toBe("true");
});
