import { describe, expect, it } from "vitest";
import { ModelFormatError, packModel, requireArray, unpackModel } from "./model-bytes";

const arrays = {
  doubles: Float64Array.of(1.5, Number.NaN, -Infinity),
  floats: Float32Array.of(0.25),
  integers: Int32Array.of(-1, 2, 3),
  bytes: Uint8Array.of(7),
};

describe("model bytes", () => {
  const packed = packModel({ family: "any", note: "ü" }, arrays);

  it("come back as they were packed, at any alignment", () => {
    const shifted = new Uint8Array(packed.length + 3);
    shifted.set(packed, 3);
    for (const bytes of [packed, shifted.subarray(3)]) {
      expect(unpackModel(bytes)).toEqual({ header: { family: "any", note: "ü" }, arrays });
    }
  });

  it("are refused at every length but their own", () => {
    for (let length = 0; length < packed.length; length++) {
      expect(() => unpackModel(packed.slice(0, length))).toThrow(ModelFormatError);
    }
    expect(() => unpackModel(new Uint8Array([...packed, ...new Uint8Array(8)]))).toThrow(ModelFormatError);
  });

  it("are refused when any byte was changed", () => {
    for (let at = 0; at < packed.length; at++) {
      const damaged = packed.slice();
      damaged[at] ^= 1;
      expect(() => unpackModel(damaged), `byte ${at}`).toThrow(ModelFormatError);
    }
  });

  it("say which array is missing or of another type", () => {
    const model = unpackModel(packed);
    expect(() => requireArray(model, "integers", "Float64Array")).toThrow(
      'it has no Float64Array "integers"',
    );
    expect(() => requireArray(model, "other", "Int32Array")).toThrow(ModelFormatError);
  });

  it("carry the code transports map", () => {
    expect(() => unpackModel(new Uint8Array(20))).toThrow(expect.objectContaining({ code: "invalid_model" }));
  });
});
