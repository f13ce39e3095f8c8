import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectContext } from "../context";
import { createTestProject, createTestServices, type TestServices } from "../testing";
import { searchExperiments } from "./search";
import type { FoundExperiments, SearchExperimentsInput } from "./search-schema";

let services: TestServices;
let ctx: ProjectContext;
const ids = new Map<string, string>();

/** In the order of their creation; two were made in the same moment. */
const EXPERIMENTS: Record<
  string,
  { at: number; updated: number; tags?: Record<string, string>; gone?: true }
> = {
  housing: { at: 1000, updated: 9000, tags: { owner: "ada", "cost centre": "7" } },
  Wine: { at: 2000, updated: 2000, tags: { owner: "Bob" } },
  churn: { at: 2000, updated: 3000 },
  "100% sure": { at: 4000, updated: 4000, tags: { owner: "" } },
  old: { at: 500, updated: 500, gone: true },
};

beforeAll(async () => {
  services = await createTestServices();
  ctx = await createTestProject(services);
  for (const [name, { at, updated, tags = {}, gone }] of Object.entries(EXPERIMENTS)) {
    const { id } = await ctx.db.prisma.experiment.create({
      data: {
        projectId: ctx.project.id,
        name,
        createdAt: new Date(at),
        updatedAt: new Date(updated),
        deletedAt: gone ? new Date(600) : null,
        tags: { create: Object.entries(tags).map(([key, value]) => ({ key, value })) },
      },
    });
    ids.set(name, id);
  }
});
afterAll(() => services.close());

const search = (input: SearchExperimentsInput = {}): Promise<FoundExperiments> =>
  searchExperiments({ ctx, input });
const names = async (input: SearchExperimentsInput = {}) =>
  (await search(input)).experiments.map(({ name }) => name).join(", ");

describe("searching experiments", () => {
  it.each([
    ["", "100% sure, Wine, churn, housing"],
    ["name = 'Wine'", "Wine"],
    ["name != 'Wine'", "100% sure, churn, housing"],
    ["name LIKE 'w%'", ""],
    ["attribute.name ilike 'w%'", "Wine"],
    ["name LIKE '100% %'", "100% sure"],
    ["tags.owner = 'ada'", "housing"],
    ["tags.owner != 'ada'", "100% sure, Wine"],
    ["tag.owner ILIKE 'b_b'", "Wine"],
    ["tags.owner IS NULL", "churn"],
    ["tags.`cost centre` IS NOT NULL", "housing"],
    ["creation_time > 1000 AND last_update_time < 4000", "Wine, churn"],
    ["creation_time = 2000 AND name != 'churn'", "Wine"],
    ["last_update_time >= 4000.5", "housing"],
    ["experiment_id = 'nonsense'", ""],
  ])("%s", async (filter, expected) => expect(await names({ filter })).toBe(expected));

  it("takes lists of ids", async () => {
    const two = `('${ids.get("Wine")}', '${ids.get("churn")}')`;
    expect(await names({ filter: `experiment_id IN ${two}` })).toBe("Wine, churn");
    expect(await names({ filter: `experiment_id NOT IN ${two}` })).toBe("100% sure, housing");
  });

  it("sees the trash where it is asked to", async () => {
    expect(await names({ viewType: "DELETED_ONLY" })).toBe("old");
    expect(await names({ viewType: "ALL" })).toBe("100% sure, Wine, churn, housing, old");
  });

  it("carries tags and times", async () => {
    const { experiments } = await search({ filter: "name = 'housing'" });
    expect(experiments).toEqual([
      {
        id: ids.get("housing"),
        name: "housing",
        artifactLocation: null,
        createdAt: new Date(1000),
        updatedAt: new Date(9000),
        deletedAt: null,
        tags: [
          { key: "cost centre", value: "7" },
          { key: "owner", value: "ada" },
        ],
      },
    ]);
  });

  it.each([
    [["name"], "100% sure, Wine, churn, housing"],
    [["name DESC"], "housing, churn, Wine, 100% sure"],
    [["creation_time"], "housing, churn, Wine, 100% sure"],
    [["creation_time ASC", "experiment_id ASC"], "housing, Wine, churn, 100% sure"],
    [["last_update_time DESC"], "housing, 100% sure, churn, Wine"],
    [[], "100% sure, Wine, churn, housing"],
  ])("orders by %j, in pages of any size", async (orderBy, expected) => {
    for (const maxResults of [1, 3, 50_000]) {
      const read: string[] = [];
      let pageToken: string | undefined;
      do {
        const page = await search({ orderBy, maxResults, pageToken });
        read.push(...page.experiments.map(({ name }) => name));
        pageToken = page.nextPageToken ?? undefined;
      } while (pageToken !== undefined);
      expect(read.join(", ")).toBe(expected);
    }
  });

  it("keeps to the project", async () => {
    const stranger = await createTestProject(services);
    expect(await searchExperiments({ ctx: stranger, input: {} })).toEqual({
      experiments: [],
      nextPageToken: null,
    });
  });

  it.each<[SearchExperimentsInput, object]>([
    [{ filter: "params.x = 'a'" }, { position: 0, length: 8 }],
    [{ filter: "name = 'a' OR name = 'b'" }, { position: 11, length: 2 }],
    [{ orderBy: ["tags.owner"] }, { clause: 0 }],
    [{ pageToken: "nonsense" }, {}],
    [{ maxResults: 50_001 }, {}],
  ])("refuses %j", async (input, facts) =>
    expect(search(input)).rejects.toMatchObject({ code: "invalid_input", facts }),
  );
});
