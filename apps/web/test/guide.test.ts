import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { SCOPES } from "@pipepilot/domain/api-key/schema";
import { ROLE_PERMISSIONS } from "@pipepilot/domain/permissions";
import { hrefsOf } from "@pipepilot/ui/markdown/outline";
import { parseMarkdown } from "@pipepilot/ui/markdown/blocks";
import { beforeAll, describe, expect, it } from "vitest";
import { guideBlocks, guideFiles, nameOf, readGuideFile } from "../../../packages/tooling/guide";
import { codeHere, hrefHere, type GuidePlace } from "@/features/guide/guide-place";
import { readGuide, type Chapter } from "@/server/guide";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const PROJECT_PAGES = path.join(ROOT, "apps/web/src/app/[project]");
const DEMO = "http://localhost:5000/california-housing";

/** Who proves an example of each language. */
const PROVERS: Record<string, readonly string[]> = {
  bash: ["cli", "env", "inference", "start", "tracking"],
  json: ["answer"],
  python: ["mlflow", "mlflow-admin"],
  text: ["", "problems"],
  ts: ["sdk"],
  yaml: ["config", "config-part", "refused"],
};

/** What the classic tutorial types and presses. */
const TUTORIAL = [
  "dvc repro",
  "python pipeline/stage_03_training.py",
  "n_estimators: 150",
  "max_depth: 20",
  "type: gradient_boosting",
  "enable_mlflow: true",
  "python train_and_log.py",
  "pip install mlflow",
  "export MLFLOW_TRACKING_URI=...",
  "mlflow ui",
  "mlflow ui --port 8080",
  "start_run",
  "log_params",
  "log_metrics",
  "log_model",
  "end_run",
  "**Compare Selected**",
  "**Download**",
  "**Delete**",
  "**Transition Stage**",
  "logs/mlruns",
  "logs/evaluation_report.json",
  "feature_importance.json",
  "registry.json",
  "mlflow models list",
  "mlflow models list --name housing_price_predictor",
  "register_model",
  "transition_model_version_stage",
  "models:/name/latest",
  "models:/name/Production",
  "models:/name/3",
  "models:/name@champion",
  "mlflow models serve -m models:/name/Production -p 5001",
  "python serve_model_api.py",
  "python serve_model_api.py --examples",
  "curl http://localhost:5001/ping",
  "curl http://localhost:5001/invocations",
];

let chapters: Chapter[];
beforeAll(async () => {
  chapters = await readGuide(path.join(ROOT, "docs/guide"));
});

describe("the guide", () => {
  it("has every file of its folder as a chapter", () => {
    const files = readdirSync(path.join(ROOT, "docs/guide")).map((file) => file.replace(/\.md$/, ""));
    expect(chapters.map(({ slug }) => slug || "README").sort()).toEqual(files.sort());
    expect(chapters.map(({ title }) => title)).not.toContain("");
  });

  it("links to chapters, sections, pages and files that there are", () => {
    const pages = readdirSync(PROJECT_PAGES, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith("page.tsx"))
      .map(
        (file) =>
          new RegExp(
            `^/?${path
              .dirname(file)
              .replace(/\[\[[^/]*\]\]/g, ".*")
              .replace(/\[[^/]*\]/g, "[^/]+")}$`,
          ),
      );
    const broken = chapters.flatMap(({ slug, blocks }) =>
      hrefsOf(blocks).filter((href) => {
        if (href === DEMO) return false;
        if (href.startsWith(`${DEMO}/`)) return !pages.some((page) => page.test(href.slice(DEMO.length + 1)));
        const [file, id] = href.split("#");
        const chapter = chapters.find(
          (each) => (each.slug || "README") === (file ? file.replace(/\.md$/, "") : slug),
        );
        return !chapter || (id !== undefined && !chapter.outline.some((heading) => heading.id === id));
      }),
    );
    expect(broken).toEqual([]);
  });

  it("has the sections that pages lead to", () => {
    const features = path.join(ROOT, "apps/web/src/features");
    const targets = readdirSync(features, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".tsx"))
      .flatMap((file) => [
        ...readFileSync(path.join(features, file), "utf8").matchAll(/<GuideLink [^>]*to="([^"]+)"/g),
      ])
      .map(([, to]) => to);
    expect(targets.length).toBeGreaterThan(0);
    const places = chapters.flatMap(({ slug, outline }) => [
      slug,
      ...outline.map(({ id }) => `${slug}#${id}`),
    ]);
    expect(targets.filter((to) => !places.includes(to))).toEqual([]);
  });

  it("has an equivalent of every command of the tutorial, with a place where it is explained", () => {
    const reference = readGuideFile("docs/guide/command-reference.md");
    const rows = reference
      .split("\n")
      .map((line) => line.replace(/^\| | \|$/g, "").split(" | "))
      .filter(({ length }) => length === 3);
    for (const [typed, here, more] of rows.filter(([, , third]) => third !== "---" && third !== "more")) {
      expect(here, typed).toMatch(/\w{3}/);
      expect(more, typed).toMatch(/\]\([a-z-]+\.md(#[^)]+)?\)/);
    }
    const typed = rows.map(([first]) => first).join("\n");
    const isThere = (command: string) =>
      typed.includes(command.startsWith("**") ? command : `\`${command}\``);
    const missing = TUTORIAL.filter((command) => !isThere(command));
    expect(missing).toEqual([]);
  });
});

describe("what the guide lists", () => {
  it("has every role and scope", () => {
    const text = readGuideFile("docs/guide/keys.md");
    const missing = [
      ...Object.keys(ROLE_PERMISSIONS).map((role) => `| ${role} |`),
      ...SCOPES.map((scope) => `| \`${scope}\` |`),
    ];
    expect(missing.filter((row) => !text.includes(row))).toEqual([]);
  });

  it("has every room of the repository", () => {
    const text = readGuideFile("docs/guide/files.md");
    const inside = (folder: string) =>
      readdirSync(path.join(ROOT, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${folder}/${name}`);
    const rooms = [...inside("apps"), ...inside("packages"), "prisma", "tests", "scripts", "bench", "docs"];
    expect(rooms.filter((room) => !text.includes(`\`${room}\``))).toEqual([]);
  });
});

describe("the documents' examples", () => {
  it("all have somebody who proves them", () => {
    const unproved = guideBlocks()
      .filter(({ language, prover }) => !PROVERS[language]?.includes(prover))
      .map(nameOf);
    expect(unproved).toEqual([]);
  });

  it("link to files that there are", () => {
    const broken = guideFiles()
      .filter((file) => !file.startsWith("docs/guide"))
      .flatMap((file) =>
        hrefsOf(parseMarkdown(readGuideFile(file)))
          .filter((href) => !/^https?:/.test(href))
          .filter((href) => !existsSync(path.join(ROOT, path.dirname(file), href.split("#")[0]))),
      );
    expect(broken).toEqual([]);
  });
});

describe("where the guide is read", () => {
  const place: GuidePlace = {
    base: "/homes/guide",
    project: "homes",
    webUrl: "https://ml.example.com",
    inferenceUrl: "https://predict.example.com/",
  };

  it("examples have the addresses and the project of this place", () => {
    const text = "curl http://localhost:5001/ping http://localhost:5000/california-housing/models";
    expect(codeHere(text, place)).toBe(
      "curl https://predict.example.com/ping https://ml.example.com/homes/models",
    );
    expect(codeHere(text, { ...place, project: null })).toContain("ml.example.com/california-housing/models");
  });

  it.each([
    ["serving.md", "/homes/guide/serving"],
    ["serving.md#health", "/homes/guide/serving#health"],
    ["README.md", "/homes/guide"],
    ["#health", "#health"],
    [`${DEMO}/models`, "/homes/models"],
    [DEMO, "/homes"],
    [`${DEMO}-2/models`, "/california-housing-2/models"],
    ["https://mlflow.org", "https://mlflow.org"],
  ])("%s leads to %s", (href, expected) => {
    expect(hrefHere(href, place)).toBe(expected);
  });

  it("pages of a project are no links for who has none", () => {
    expect(hrefHere(`${DEMO}/models`, { ...place, project: null })).toBeNull();
  });
});
