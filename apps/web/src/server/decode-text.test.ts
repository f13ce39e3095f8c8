import { expect, it } from "vitest";
import { decodeText } from "./decode-text";

it("reads percent-encoded UTF-8 and nothing else", () => {
  expect(decodeText("Zo%C3%AB%20%25.csv")).toBe("Zoë %.csv");
  expect(["%", "%E0%A4%A", "a%ED%A0%80", "%zz"].map(decodeText)).toEqual([null, null, null, null]);
});
