import { expect, it } from "vitest";
import { z } from "zod";
import type { ModelFamily } from "../family";

const nodeSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  get anyOf() {
    return z.array(nodeSchema).optional();
  },
});
type Node = z.infer<typeof nodeSchema>;

/** Parameters go to the form, the config and the run's record: none without a name for people, a default and bounds. */
export function paramsConformance<Params>(family: ModelFamily<Params>, params: Params): void {
  const json = z.toJSONSchema(family.params, { io: "input" });
  const properties = z.record(z.string(), nodeSchema).parse(json.properties ?? {});

  it("takes its own parameters back and refuses unknown ones", () => {
    expect(family.params.parse(family.params.parse({}))).toEqual(family.params.parse({}));
    expect(family.params.parse(JSON.parse(JSON.stringify(params)))).toEqual(params);
    expect(family.params.safeParse({ no_such_parameter: 1 }).success).toBe(false);
  });

  it("records a default of every parameter and describes it", () => {
    const defaults = family.params.parse({}) as Record<string, unknown>;
    expect(Object.keys(defaults)).toEqual(Object.keys(properties));
    for (const [name, { description }] of Object.entries(properties)) {
      expect(defaults[name], name).not.toBeUndefined();
      expect(description, name).toMatch(/\w/);
    }
  });

  it("names the parameter that is out of its bounds", () => {
    for (const [name, node] of Object.entries(properties)) {
      for (const wrong of wrongValues(node)) {
        const { success, error } = family.params.safeParse({ [name]: wrong });
        expect([name, wrong, success]).toEqual([name, wrong, false]);
        expect(error!.issues.map((issue) => issue.path[0])).toEqual(error!.issues.map(() => name));
      }
    }
  });
}

/** Not a number, and where every number it may be is bounded, one beyond the bounds; and a word that is none of its. */
function wrongValues(node: Node): unknown[] {
  const parts = leaves(node);
  const numbers = parts.filter(({ type }) => type === "number" || type === "integer");
  const wrong: unknown[] = [NaN];
  const lows = numbers.map(({ minimum, exclusiveMinimum }) => minimum ?? exclusiveMinimum ?? -Infinity);
  const highs = numbers.map(({ maximum, exclusiveMaximum }) => maximum ?? exclusiveMaximum ?? Infinity);
  const lowest = Math.min(...lows);
  const highest = Math.max(...highs);
  if (numbers.length > 0 && lowest > -Infinity) wrong.push(lowest - Math.max(1, Math.abs(lowest)));
  if (numbers.length > 0 && highest < Infinity) wrong.push(highest + Math.max(1, Math.abs(highest)));
  if (parts.every(({ type, enum: words }) => type !== "string" || words)) wrong.push("no such word");
  return wrong;
}

function leaves(node: Node): Node[] {
  return node.anyOf ? node.anyOf.flatMap(leaves) : [node];
}
