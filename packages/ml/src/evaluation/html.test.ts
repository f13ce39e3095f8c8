import { beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "./evaluate";
import { evaluationHtml } from "./html";
import { markup } from "./markup";
import type { EvaluationReport } from "./schema";
import { domainOf, scale, ticks } from "./svg-scale";
import { fittedHomes } from "./testing";

const BOOSTING = { family: "gradient_boosting", params: { max_iter: 20 } } as const;
let reports: EvaluationReport[];
let pages: string[];

beforeAll(async () => {
  const targets = ["price", "sold", "pace"] as const;
  reports = await Promise.all(targets.map(async (target) => evaluate(await fittedHomes(target, BOOSTING))));
  pages = reports.map((report) => evaluationHtml(report));
});

const count = (text: string, part: string) => text.split(part).length - 1;

describe("the page", () => {
  it("holds the pictures of its task, each with a title, a description and its numbers as a table", () => {
    const headings = pages.map((page) =>
      [...page.matchAll(/<figure class="card"><h3>([^<]*)</g)].map(([, text]) => text),
    );
    expect(headings).toEqual([
      ["Predicted against actual", "Residuals against predicted", "Residuals", "Loss while training"],
      ["ROC", "Precision and recall", "Calibration", "Loss while training"],
      ["ROC", "Precision and recall", "Calibration", "Loss while training"],
    ]);
    for (const page of pages) {
      expect(count(page, 'role="img"')).toBe(4);
      expect(count(page, "<desc ")).toBe(4);
      expect(count(page, "<details>")).toBe(4);
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, labelled] of page.matchAll(/aria-labelledby="([^"]*)"/g))
        expect(ids).toEqual(expect.arrayContaining(labelled.split(" ")));
    }
  });

  it("loads nothing, runs nothing and draws no impossible number", () => {
    for (const page of pages) {
      expect(page).not.toMatch(
        /<script|<iframe|<link|<img|\shref=|\ssrc=|url\(|@import|javascript:|\son\w+=/i,
      );
      expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
      expect(page).toContain("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;");
    }
  });

  it("closes what it opens", () => {
    for (const page of pages)
      for (const tag of [
        "div",
        "table",
        "figure",
        "section",
        "svg",
        "g",
        "details",
        "tr",
        "td",
        "th",
        "span",
        "ul",
      ])
        expect([tag, count(page, `</${tag}>`)]).toEqual([
          tag,
          count(page, `<${tag} `) + count(page, `<${tag}>`),
        ]);
  });

  it("escapes names, classes and categories", async () => {
    expect(pages[0]).toContain("island &lt;b&gt;");
    const bad = `"><script>alert(1)</script>'&`;
    const given = await fittedHomes("pace", BOOSTING);
    const report = evaluate({
      ...given,
      predictor: { ...given.predictor, target: bad, classes: [bad, "<b>", "</style>"] },
    });
    const renamed = {
      ...report,
      family: bad,
      slices: report.slices.map((slice) => ({ ...slice, column: bad })),
      learning_curve: report.learning_curve.map((curve) => ({ ...curve, metric: bad })),
      importance: [{ column: bad, importance: 1 }],
    };
    const page = evaluationHtml(renamed, bad);
    expect(page).not.toContain("<script");
    expect(count(page, "</style>")).toBe(1);
    expect(count(page, "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;")).toBeGreaterThan(10);
  });

  it("shows what is left where nothing can be measured", () => {
    const [report] = reports;
    const nothing = { rows: 1, metrics: { rmse: null, r2: null } };
    const page = evaluationHtml({
      ...report,
      splits: { train: nothing, test: nothing },
      slices: [],
      learning_curve: [],
      importance: null,
      regression: {
        residual_quantiles: { p05: null, p25: null, p50: null, p75: null, p95: null },
        residual_histogram: { edges: [], counts: [], below: 0, above: 0 },
        sample: { actual: [], predicted: [] },
      },
    });
    expect(page).not.toContain("<svg");
    expect(page).toContain("<dd>–</dd>");
  });

  it("draws a single point and the largest numbers there are", () => {
    const [report] = reports;
    const { residual_quantiles } = report.regression!;
    for (const value of [5, Number.MAX_VALUE]) {
      const page = evaluationHtml({
        ...report,
        regression: {
          residual_quantiles,
          residual_histogram: { edges: [0, 0], counts: [1], below: 0, above: 0 },
          sample: { actual: [value, 0], predicted: [value, value] },
        },
      });
      expect(page).not.toMatch(/NaN|Infinity/);
    }
  });
});

describe("markup", () => {
  it("escapes what is put in, once", () => {
    const inner = markup`<b title="${`a"b`}">${"<i>&'"}</b>`;
    expect(markup`${inner}${[inner]}${null}${3}`.html).toBe(
      '<b title="a&quot;b">&lt;i&gt;&amp;&#39;</b><b title="a&quot;b">&lt;i&gt;&amp;&#39;</b>3',
    );
  });
});

describe("axes", () => {
  it("have round ticks inside their domain", () => {
    expect(ticks({ min: 0, max: 1 })).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks({ min: -230_000, max: 260_000 })).toEqual([-200_000, -100_000, 0, 100_000, 200_000]);
    expect(ticks({ min: 1e300, max: 1e300 })).toEqual([1e300, 1e300]);
  });

  it("place values between their ends, and none beyond", () => {
    const at = scale({ min: -1e308, max: 1e308 }, 0, 100);
    expect([at(-1e308), at(0), at(1e308), at(Infinity)]).toEqual([0, 50, 100, 100]);
    expect(domainOf([4, 4])).toEqual({ min: 3.6, max: 4.4 });
    expect(domainOf([])).toEqual({ min: 0, max: 1 });
  });
});
