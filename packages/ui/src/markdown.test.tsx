import { render } from "@testing-library/react";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Markdown } from "./markdown";
import { parseMarkdown } from "./markdown/blocks";

const shown = (source: string) => render(<Markdown source={source} />).container;

describe("Markdown", () => {
  it("has headings, emphasis, code, lists with tasks, quotes, tables and rules", () => {
    const page = shown(
      [
        "# Why",
        "The **best** of _three_ runs with `n_estimators` and ~~no~~ tuning",
        "goes on.",
        "",
        "1. one",
        "2. two",
        "   - [x] inner",
        "   - [ ] open",
        "",
        "> said `so`",
        "",
        "| metric | value |",
        "| --- | ---: |",
        "| r2 | 0.84 |",
        "",
        "```python",
        "x = 1 < 2",
        "```",
        "---",
      ].join("\n"),
    );
    expect(page.querySelector("h3")?.textContent).toBe("Why");
    expect(page.querySelector("p")?.textContent).toBe(
      "The best of three runs with n_estimators and no tuning\ngoes on.",
    );
    expect([...page.querySelectorAll("strong, em, del, p code")].map((each) => each.textContent)).toEqual([
      "best",
      "three",
      "n_estimators",
      "no",
      "so",
    ]);
    expect([...page.querySelectorAll("ol > li")].length).toBe(2);
    expect([...page.querySelectorAll<HTMLInputElement>("ul input")].map(({ checked }) => checked)).toEqual([
      true,
      false,
    ]);
    expect([...page.querySelectorAll("th, td")].map((each) => each.textContent)).toEqual([
      "metric",
      "value",
      "r2",
      "0.84",
    ]);
    expect(page.querySelector("pre")?.textContent).toBe("x = 1 < 2");
    expect(page.querySelector("hr")).not.toBeNull();
  });

  it("leaves underscores in names and stars between spaces alone", () => {
    expect(shown("n_estimators_max 2 * 3 * 4 snake_case_").innerHTML).toContain(
      "n_estimators_max 2 * 3 * 4 snake_case_",
    );
  });

  it("takes tags for text", () => {
    const page = shown("<script>alert(1)</script> <img src=x onerror=alert(1)>");
    expect(page.querySelector("script, img")).toBeNull();
    expect(page.textContent).toBe("<script>alert(1)</script> <img src=x onerror=alert(1)>");
  });

  it("leads to web and mail addresses only", () => {
    const page = shown(
      [
        "[web](https://example.com/a_(b)) <mailto:a@example.com> https://example.com/x, [here](/p/models)",
        "[bad](javascript:alert(1)) [worse](JaVaScRiPt:alert(1)) [data](data:text/html,x) [odd](\u0001javascript:alert(1))",
      ].join("\n"),
    );
    expect([...page.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([
      "https://example.com/a_(b)",
      "mailto:a@example.com",
      "https://example.com/x",
      "/p/models",
    ]);
  });

  it("loads no picture from elsewhere", () => {
    const page = shown(
      "![a](https://example.com/spy.png) ![b](data:image/png;base64,AAAA) ![c](data:image/svg+xml;base64,AAAA)",
    );
    expect([...page.querySelectorAll("img")].map(({ alt }) => alt)).toEqual(["b"]);
  });

  it("ends with something for whatever is written, and never with a script", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ..."*_`~[]()<>!#-+|\\\n \t:/1.",
        "javascript:",
        "](",
        "**",
        "```",
        "\n> ",
        "\n- ",
        "| --- |",
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        const page = shown(pieces.join(""));
        for (const link of page.querySelectorAll("a")) expect(link.protocol).toMatch(/^(https?|mailto):$/);
        expect(page.querySelector("script, iframe, style")).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it.each([">", "- ", "[", "*", "_a ", "**a", "`", "![", "<", "|\n", "http://"])(
    "reads 60,000 characters of %s",
    (mark) => {
      expect(parseMarkdown(mark.repeat(60_000 / mark.length)).length).toBeGreaterThan(0);
    },
  );
});

describe("people named in Markdown", () => {
  const id = "0198a000-0000-7000-8000-000000000001";
  const text = (isHere: boolean) =>
    render(
      <Markdown
        source={`**<@${id}>** \`<@${id}>\` <@${id.replace("1", "2")}>`}
        people={new Map([[id, { name: "Grace", isHere }]])}
      />,
    ).container;

  it("are marked where they are here, plain where not, and left alone where nobody knows them", () => {
    const known = text(true);
    expect(known.querySelector("strong span")?.textContent).toBe("@Grace");
    expect(known.querySelector("code")?.textContent).toBe("@Grace");
    expect(known.textContent).toContain(`<@${id.replace("1", "2")}>`);
    expect(text(false).querySelector("strong")?.innerHTML).toBe("@Grace");
  });
});
