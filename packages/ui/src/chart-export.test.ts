import { describe, expect, it } from "vitest";
import { toCsv } from "./chart-export";

describe("toCsv", () => {
  it("quotes what needs it and leaves missing values empty", () => {
    expect(
      toCsv([
        ["name", "value"],
        ['a "b", c', 1.5],
        [null, undefined],
      ]),
    ).toBe('name,value\r\n"a ""b"", c",1.5\r\n,\r\n');
  });

  it("keeps spreadsheets from running a text as a formula, but leaves numbers alone", () => {
    expect(toCsv([["=1+1", "@x", -3]])).toBe("'=1+1,'@x,-3\r\n");
  });
});
