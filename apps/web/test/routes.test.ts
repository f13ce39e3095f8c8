import { readdirSync } from "node:fs";
import path from "node:path";
import { RESERVED_SLUGS } from "@pipepilot/domain/project/slug";
import { expect, it } from "vitest";

it("reserves for no project an address that is a route, and no other", () => {
  const app = path.resolve(import.meta.dirname, "../src/app");
  const routes = readdirSync(app, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z0-9-]+$/.test(entry.name))
    .map(({ name }) => name);
  expect([...RESERVED_SLUGS].sort()).toEqual(routes.sort());
});
