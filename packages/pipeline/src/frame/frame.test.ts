import { describe, expect, it } from "vitest";
import { decodeFrame, encodeFrame, floats, integers } from "./frame";

describe("a frame", () => {
  it("gives back header and arrays, NaN and infinities included, from any offset", () => {
    const numbers = Float64Array.of(1.5, NaN, -Infinity, -0);
    const codes = Int32Array.of(-1, 2, 3);
    const bytes = encodeFrame({ name: "é" }, [
      ["a", numbers],
      ["b", codes],
      ["empty", new Float64Array()],
    ]);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    for (const given of [bytes, shifted.subarray(3)]) {
      const frame = decodeFrame<{ name: string }>(given);
      expect(frame.header).toEqual({ name: "é" });
      expect(floats(frame, "a")).toEqual(numbers);
      expect(integers(frame, "b")).toEqual(codes);
      expect(floats(frame, "empty")).toHaveLength(0);
    }
  });

  it("refuses other bytes and arrays it does not have", () => {
    expect(() => decodeFrame(new Uint8Array(16))).toThrow("no frame");
    const frame = decodeFrame(encodeFrame({}, [["a", Int32Array.of(1)]]));
    expect(() => floats(frame, "a")).toThrow('no numbers "a"');
  });
});
