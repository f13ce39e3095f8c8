import { expect, it } from "vitest";
import { shortParam } from "./param-text";

it("shortens what floating point made long, and nothing else", () => {
  expect(
    [
      "0.05500000000000001",
      "1.2345678901e-7",
      "0.1",
      "20241121123456",
      "1.2.3.4.5.6.7",
      "None",
      undefined,
    ].map(shortParam),
  ).toEqual(["0.055", "1.23457e-7", "0.1", "20241121123456", "1.2.3.4.5.6.7", "None", "–"]);
});
