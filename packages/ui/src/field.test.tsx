import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CheckboxField } from "./checkbox";
import { Field } from "./field";
import { Input } from "./input";
import { NativeSelect } from "./native-select";

const describedBy = (element: HTMLElement) =>
  document.getElementById(element.getAttribute("aria-describedby") ?? "")?.textContent;

describe("Field", () => {
  it("ties the hint to the control", () => {
    render(
      <Field label="Name" hint="Lower case">
        <Input />
      </Field>,
    );
    expect(describedBy(screen.getByLabelText("Name"))).toBe("Lower case");
  });

  it("puts the error in the hint's place, marks the control and announces it", () => {
    render(
      <Field label="Depth" hint="1 to 64" error="Must be at most 64." required>
        <Input type="number" />
      </Field>,
    );
    const input = screen.getByRole<HTMLInputElement>("spinbutton", { name: /Depth/ });
    expect(describedBy(input)).toBe("Must be at most 64.");
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(input.required).toBe(true);
    expect(screen.getByRole("alert").textContent).toBe("Must be at most 64.");
    expect(screen.queryByText("1 to 64")).toBeNull();
  });

  it("keeps what the control brings itself", () => {
    render(
      <Field label="Family">
        <NativeSelect id="own" aria-invalid />
      </Field>,
    );
    expect(screen.getByRole("combobox").id).toBe("own");
  });

  it("labels a checkbox with its hint", () => {
    render(<CheckboxField label="Stratify" hint="Keeps the share of classes" />);
    expect(describedBy(screen.getByLabelText("Stratify"))).toBe("Keeps the share of classes");
  });
});
