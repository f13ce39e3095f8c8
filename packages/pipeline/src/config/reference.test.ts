import { expect, it } from "vitest";
import { parse } from "yaml";
import { validatePipelineConfig } from "./parse";
import { configReference, configWith, FORMS } from "./reference";

it("stands in the guide as the schema has it (-u writes it anew)", async () => {
  await expect(configReference()).toMatchFileSnapshot("../../../../docs/guide/config-reference.md");
});

it.each(
  Object.entries(FORMS).flatMap(([path, forms]) => forms.map((form): [string, string] => [path, form])),
)("takes %s: %s", (path, form) => {
  expect(validatePipelineConfig(configWith(path, parse(form)))).toHaveProperty("config");
});
