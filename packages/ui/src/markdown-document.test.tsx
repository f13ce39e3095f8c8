import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { parseMarkdown } from "./markdown/blocks";
import { hrefsOf, outlineOf, sectionsOf } from "./markdown/outline";
import { MarkdownDocument } from "./markdown-document";

const SOURCE = [
  "# Serving",
  "The **service** on [port 5001](serving.md#health).",
  "## Forms of a request",
  "```bash inference",
  "curl http://localhost:5001/ping",
  "```",
  "| status | code |",
  "| ---: | --- |",
  "| 400 | [`BAD_REQUEST`](https://example.com) |",
  "## Errors",
  "- none",
  "## Errors",
].join("\n");
const blocks = parseMarkdown(SOURCE);

const shown = () =>
  render(
    <MarkdownDocument
      blocks={blocks}
      hrefOf={(href) => (href.startsWith("https:") ? null : `/guide/${href}`)}
      codeOf={(text) => text.replace("localhost", "example.com")}
    />,
  ).container;

describe("a document", () => {
  it("gives every heading an address of its own", () => {
    const page = shown();
    const found = [...page.querySelectorAll("h1, h2")].map(({ id, tagName }) => [tagName, id]);
    expect(found).toEqual([
      ["H1", "serving"],
      ["H2", "forms-of-a-request"],
      ["H2", "errors"],
      ["H2", "errors-1"],
    ]);
    expect(page.querySelector("#forms-of-a-request a")?.getAttribute("href")).toBe("#forms-of-a-request");
  });

  it("shows code as it works here, with its language and a button that copies it", () => {
    const page = shown();
    expect(page.querySelector("pre")?.textContent).toBe("curl http://example.com:5001/ping");
    expect(page.querySelector("pre")?.getAttribute("aria-label")).toBe("Shell example");
    expect(page.querySelector("button")?.getAttribute("aria-label")).toBe("Copy code");
  });

  it("leads links where they lead here, and leaves the words of those that lead nowhere", () => {
    const page = shown();
    const links = [...page.querySelectorAll("p a, td a")].map((link) => link.getAttribute("href"));
    expect(links).toEqual(["/guide/serving.md#health"]);
    expect(page.querySelector("td code")?.textContent).toBe("BAD_REQUEST");
  });
});

describe("an outline", () => {
  it("has the headings, the words between them without code, and the links", () => {
    expect(outlineOf(blocks).map(({ level, id }) => [level, id])).toEqual([
      [1, "serving"],
      [2, "forms-of-a-request"],
      [2, "errors"],
      [2, "errors-1"],
    ]);
    expect(sectionsOf(blocks).map(({ heading, text }) => [heading?.id, text])).toEqual([
      [undefined, ""],
      ["serving", "The service on port 5001."],
      ["forms-of-a-request", "status code 400 BAD_REQUEST"],
      ["errors", "none"],
      ["errors-1", ""],
    ]);
    expect(hrefsOf(blocks)).toEqual(["serving.md#health", "https://example.com"]);
  });

  it("makes ids as GitHub does", () => {
    const ids = outlineOf(parseMarkdown("# `x`: What's `n_estimators`?\n# Before: start it\n# é-1"));
    expect(ids.map(({ id }) => id)).toEqual(["x-whats-n_estimators", "before-start-it", "é-1"]);
  });
});
