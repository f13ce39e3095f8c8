import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalJson, hashedSigningKey, isAuthorized, signature } from "./signature";

describe("signing", () => {
  it("sorts keys and leaves no spaces", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "é\n" }], a: undefined, A: 1e21 })).toBe(
      '{"A":1e+21,"b":[1,{"c":"é\\n","d":null}]}',
    );
  });

  it("signs body and time with the key without its prefix", () => {
    const now = new Date(1_700_000_000_999);
    expect(signature("{}", "signkey-test-abc123", now)).toBe(signature("{}", "abc123", now));
    expect(signature("{}", "abc123", now)).toMatch(/^t=1700000000&s=[0-9a-f]{64}$/);
  });

  it("knows the key plain and as the SDK hashes it", () => {
    const key = "signkey-prod-00ff";
    const hash = createHash("sha256")
      .update(Buffer.from([0, 255]))
      .digest("hex");
    expect(hashedSigningKey(key)).toBe(`signkey-prod-${hash}`);
    expect(
      [key, hashedSigningKey(key), "other", ""].map((token) => isAuthorized(`Bearer ${token}`, key)),
    ).toEqual([true, true, false, false]);
    expect(isAuthorized(undefined, key)).toBe(false);
  });
});
