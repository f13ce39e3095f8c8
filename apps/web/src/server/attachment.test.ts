import { expect, it } from "vitest";
import { attachment } from "./attachment";

it("names the file without its directories", () => {
  expect(attachment("plots/roc.png")).toBe(`attachment; filename="roc.png"; filename*=UTF-8''roc.png`);
});

it("lets no quote, line break or foreign letter out of the plain name, and keeps them in the exact one", () => {
  expect(attachment('a"b\r\nü(1).json')).toBe(
    `attachment; filename="a_b___(1).json"; filename*=UTF-8''a%22b%0D%0A%C3%BC%281%29.json`,
  );
});
