import { expect, it } from "vitest";
import type { ServedVersion } from "@pipepilot/domain/model/schema";
import type { LoadedVersion } from "./loaded-version";
import { OtherVersions } from "./other-versions";

const version = (modelVersionId: string) => ({ modelVersionId }) as ServedVersion;

it("keeps what was used last within its bytes, and a version that alone exceeds them", async () => {
  const loads: string[] = [];
  const sizes: Record<string, number> = { a: 40, b: 40, c: 40, huge: 500 };
  const others = new OtherVersions({
    maxBytes: 100,
    onChange: () => {},
    load: async (wanted) => {
      loads.push(wanted.modelVersionId);
      return { version: wanted, sizeBytes: sizes[wanted.modelVersionId] } as LoadedVersion;
    },
  });
  const held = () => others.loaded().map((loaded) => loaded.version.modelVersionId);
  await others.get(version("a"));
  await others.get(version("b"));
  await others.get(version("a"));
  await others.get(version("c"));
  expect(held()).toEqual(["a", "c"]);
  await others.get(version("huge"));
  expect(held()).toEqual(["huge"]);
  await others.get(version("huge"));
  expect(loads).toEqual(["a", "b", "c", "huge"]);
});
