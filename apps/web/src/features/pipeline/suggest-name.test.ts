import { expect, it } from "vitest";
import { pipelineName } from "@pipepilot/domain/pipeline/schema";
import { suggestPipelineName } from "./suggest-name";

it("takes the dataset's name where it is free", () => {
  expect(suggestPipelineName("loan", ["housing"])).toBe("loan");
});

it("counts on from names that are taken", () => {
  expect(suggestPipelineName("loan", ["loan", "loan-2"])).toBe("loan-3");
});

it("always makes a name that the server accepts", () => {
  for (const dataset of ["Kredit Übersicht 2024", "…", "_x-", "new", "a".repeat(120)])
    expect(pipelineName.safeParse(suggestPipelineName(dataset, [])).success, dataset).toBe(true);
});
