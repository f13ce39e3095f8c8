import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { acceptsFile, FileDrop } from "./file-drop";

const csv = new File(["a,b\n1,2\n"], "housing.CSV", { type: "text/csv" });
const sheet = new File(["x"], "housing.xlsx");

describe("FileDrop", () => {
  const zone = () => screen.getByText("Drop a file").parentElement!;

  it("takes a dropped file of the right kind, whatever the case of its name", () => {
    const onFile = vi.fn();
    render(<FileDrop label="Drop a file" accept=".csv,.parquet" onFile={onFile} />);
    fireEvent.drop(zone(), { dataTransfer: { files: [csv] } });
    expect(onFile).toHaveBeenCalledExactlyOnceWith(csv);
  });

  it("refuses another kind by name, where it was dropped", () => {
    const onFile = vi.fn();
    render(<FileDrop label="Drop a file" accept=".csv" onFile={onFile} />);
    fireEvent.drop(zone(), { dataTransfer: { files: [sheet] } });
    expect(onFile).not.toHaveBeenCalled();
    expect(screen.getByRole("alert").textContent).toBe("housing.xlsx is not one of .csv.");
  });

  it("shows the progress with a number and takes nothing meanwhile", () => {
    const onFile = vi.fn();
    render(
      <FileDrop
        label="Drop a file"
        onFile={onFile}
        file={{ name: "housing.csv", size: 1_423_529 }}
        progress={0.426}
      />,
    );
    expect(
      screen.getByRole("progressbar", { name: "Uploading housing.csv" }).getAttribute("aria-valuenow"),
    ).toBe("42");
    expect(screen.getByText("42%")).toBeTruthy();
    expect(screen.getByText("1.4 MB")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Choose a file" })).toBeNull();
  });

  it("knows wildcards of types", () => {
    expect(acceptsFile(csv, "text/*")).toBe(true);
    expect(acceptsFile(sheet, "text/*")).toBe(false);
    expect(acceptsFile(sheet, undefined)).toBe(true);
  });
});
