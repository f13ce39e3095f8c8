import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { Button } from "./button";
import { ConfirmDialog, type ConfirmDialogProps } from "./confirm-dialog";

function open(props: Partial<ConfirmDialogProps> = {}) {
  const onConfirm = props.onConfirm ?? vi.fn();
  render(
    <ConfirmDialog
      title="Delete housing?"
      description="It is gone then."
      action="Delete"
      trigger={<Button>Open</Button>}
      {...props}
      onConfirm={onConfirm}
    />,
  );
  fireEvent.click(screen.getByRole("button", { name: "Open" }));
  return { onConfirm, action: () => screen.getByRole<HTMLButtonElement>("button", { name: "Delete" }) };
}

describe("ConfirmDialog", () => {
  it("is announced with its question and its consequence", () => {
    open();
    const dialog = screen.getByRole("alertdialog", { name: "Delete housing?" });
    const description = document.getElementById(dialog.getAttribute("aria-describedby")!);
    expect(description?.textContent).toBe("It is gone then.");
  });

  it("does it on a click and closes", async () => {
    const { onConfirm, action } = open();
    fireEvent.click(action());
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(onConfirm).toHaveBeenCalledTimes(1);
  });

  it("waits until the name is typed exactly", async () => {
    const { onConfirm, action } = open({ typeName: "housing" });
    const input = screen.getByRole("textbox");
    expect(action().disabled).toBe(true);
    fireEvent.change(input, { target: { value: "Housing" } });
    fireEvent.submit(input.closest("form")!);
    expect(action().disabled).toBe(true);
    expect(onConfirm).not.toHaveBeenCalled();
    fireEvent.change(input, { target: { value: "housing" } });
    fireEvent.click(action());
    await waitFor(() => expect(onConfirm).toHaveBeenCalledTimes(1));
  });

  it("forgets what was typed when it is closed", () => {
    open({ typeName: "housing" });
    fireEvent.change(screen.getByRole("textbox"), { target: { value: "housing" } });
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
    fireEvent.click(screen.getByRole("button", { name: "Open" }));
    expect(screen.getByRole<HTMLInputElement>("textbox").value).toBe("");
  });

  it("stays open with the message when it fails, and can be tried again", async () => {
    const onConfirm = vi.fn().mockRejectedValueOnce(new Error("It is in use."));
    const { action } = open({ onConfirm });
    fireEvent.click(action());
    expect((await screen.findByRole("alert")).textContent).toBe("It is in use.");
    fireEvent.click(action());
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(onConfirm).toHaveBeenCalledTimes(2);
  });

  it("runs once however often it is clicked", () => {
    const onConfirm = vi.fn(() => new Promise<void>(() => {}));
    const { action } = open({ onConfirm });
    fireEvent.click(action());
    fireEvent.click(action());
    expect(onConfirm).toHaveBeenCalledTimes(1);
    expect(action().getAttribute("aria-busy")).toBe("true");
  });
});
