import { describe, expect, it } from "vitest";
import { FAMILIES, familyById, isFamilyId } from ".";

describe("FAMILIES", () => {
  it("has every family under its own id", () => {
    for (const [id, family] of Object.entries(FAMILIES)) expect(family.id).toBe(id);
  });

  it("describes every parameter, for the form", () => {
    for (const { params } of Object.values(FAMILIES)) {
      expect(params.safeParse({}).success).toBe(true);
      const shape = (params as unknown as { shape: Record<string, { description?: string }> }).shape;
      for (const [name, schema] of Object.entries(shape))
        expect([name, schema.description]).not.toContain(undefined);
    }
  });

  it("names the known families when it does not know one", () => {
    expect(() => familyById("svm")).toThrow(
      'Unknown model family "svm". Known families: random_forest, gradient_boosting, linear, neural_network, baseline.',
    );
    expect(isFamilyId("constructor")).toBe(false);
    expect(familyById("linear").title).toBe("Linear");
  });
});
