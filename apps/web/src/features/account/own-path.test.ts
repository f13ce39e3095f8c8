import { describe, expect, it } from "vitest";
import { ownPath } from "./own-path";

describe("where signing in leads", () => {
  it.each([
    ["/", "/"],
    ["/bike/experiments/a%20b?sort=x&page=2#runs", "/bike/experiments/a%20b?sort=x&page=2#runs"],
    ["/bike/../other", "/other"],
    ["/bike//experiments", "/bike//experiments"],
    ["/open-link?link=https%3A%2F%2Fexample.com", "/open-link?link=https%3A%2F%2Fexample.com"],
    ["/bike/experiments/%5Cdata", "/bike/experiments/%5Cdata"],
  ])("is a path of ours: %s", (given, path) => {
    expect(ownPath(given)).toBe(path);
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/x/../..//evil.example",
    "/%2e%2e//evil.example",
    "/%2F/evil.example",
    "/%5Cevil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/%20%0a/evil.example",
    "/%zz",
    "https://evil.example/",
    "javascript:alert(1)",
    "evil.example",
    " /bike",
    "",
  ])("is the start page instead of %j", (given) => {
    expect(ownPath(given)).toBe("/");
  });
});
