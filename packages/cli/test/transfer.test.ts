import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTracking, type TestTracking } from "../../../apps/tracking/test/harness";
import { pipepilot } from "../src/pipepilot";
import { everything, fillProject, madeModels } from "./project";

let tracking: TestTracking;
let admin: string;
const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-transfer-"));
const exported = path.join(directory, "first");

beforeAll(async () => {
  tracking = await startTracking();
  admin = (await tracking.keyFor(tracking.ctx, ["admin", "track"])).key;
  await fillProject(tracking, admin);
});
afterAll(async () => {
  await tracking.close();
  rmSync(directory, { recursive: true });
});

/** The command, and what it said. */
async function call(argv: string[], token: string) {
  let output = "";
  const terminal = { env: {}, home: directory, isTerminal: false, write: (text: string) => (output += text) };
  return { code: await pipepilot([...argv, "--url", tracking.url, "--token", token], terminal), output };
}
const newProject = async () => {
  const { ctx } = await tracking.stranger();
  return (await tracking.keyFor(ctx, ["admin", "track"])).key;
};

describe("an export", () => {
  it("writes MLflow's folders and registry.json, and nothing is left half-made", async () => {
    const { code, output } = await call(["export", "--to", exported], admin);
    expect(output).toContain("3 experiments, 4 runs, 1 logged model, 2 models, 4 versions.");
    expect(code).toBe(0);
    expect(readdirSync(exported).sort()).toEqual(["mlruns", "registry.json"]);
    const all = readdirSync(path.join(exported, "mlruns"), { recursive: true }) as string[];
    expect(all.filter((file) => file.includes(".partial"))).toEqual([]);
    const [run] = all.filter((file) => file.endsWith("metrics/loss"));
    const lines = readFileSync(path.join(exported, "mlruns", run), "utf8").split("\n");
    expect(lines.slice(0, 2)).toEqual(["1700000000000 0.3333333333333333 0", "1700000000001 0.25 1"]);
    const [long] = all.filter((file) => file.endsWith("metrics/z"));
    expect(readFileSync(path.join(exported, "mlruns", long), "utf8")).toBe(
      "1700000000000 3 9223372036854775807\n",
    );
    const registry = JSON.parse(readFileSync(path.join(exported, "registry.json"), "utf8"));
    expect(registry.models[0]).toMatchObject({ name: "it's a model", aliases: { champion: 3 } });
  });

  it("done again gives the same", async () => {
    const texts = () =>
      (
        readdirSync(exported, { recursive: true, withFileTypes: true }) as {
          isFile(): boolean;
          parentPath: string;
          name: string;
        }[]
      )
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [
          path.join(parentPath, name),
          readFileSync(path.join(parentPath, name), "utf8"),
        ])
        .sort();
    const before = texts();
    expect((await call(["export", "--to", exported], admin)).code).toBe(0);
    expect(texts()).toEqual(before);
  });
});

describe("an import", () => {
  it("of what was exported is the same project again, and done again changes nothing", async () => {
    const token = await newProject();
    const first = await call(["import", "--from", exported], token);
    expect(first.output).not.toContain("could not be taken along");
    expect(first.code).toBe(0);
    const imported = await everything(tracking, token);
    const original = await everything(tracking, admin);
    // What a pipeline made came along as a logged model of its own.
    const [made] = madeModels(imported, original);
    expect(made).toMatch(/^m-/);
    expect(imported).toEqual(original);
    const created = async (key: string) => {
      const found = await tracking.post(
        "experiments/search",
        { max_results: 10, filter: "name LIKE 'homes%'" },
        key,
      );
      return found.body.experiments.map((each: { creation_time: number }) => each.creation_time);
    };
    expect(await created(token)).toEqual(await created(admin));
    const again = await call(["import", "--from", exported], token);
    expect(again.output).toContain("4 of the runs were there already");
    expect(again.code).toBe(0);
    const after = await everything(tracking, token);
    madeModels(after, original);
    expect(after).toEqual(original);
  });

  it("from a running server is the same project again", async () => {
    const token = await newProject();
    const argv = ["import", "--from", tracking.url, "--from-token", admin];
    const { code, output } = await call(argv, token);
    expect(output).not.toContain("could not be taken along");
    expect(code).toBe(0);
    const [imported, original] = [await everything(tracking, token), await everything(tracking, admin)];
    madeModels(imported, original);
    expect(imported).toEqual(original);
  });

  it("goes on where an earlier one broke off", async () => {
    const token = await newProject();
    const half = path.join(directory, "half");
    await cp(exported, half, { recursive: true });
    const [loss] = (readdirSync(half, { recursive: true }) as string[]).filter((file) =>
      file.endsWith("metrics/loss"),
    );
    const file = path.join(half, loss);
    const text = readFileSync(file, "utf8");
    // A run that was begun, of which nothing says that it is whole.
    const run_id = path.basename(path.dirname(path.dirname(file)));
    const { body } = await tracking.post("experiments/create", { name: "homes é/1" }, token);
    const tags = [{ key: "pipepilot.importing", value: half }];
    const begun = {
      run_id,
      experiment_id: body.experiment_id,
      run_name: "forest 1",
      start_time: 1700000000000,
      tags,
    };
    await tracking.post("runs/create", begun, token);
    const [timestamp, value, step] = text.split("\n")[0].split(" ").map(Number);
    await tracking.post(
      "runs/log-batch",
      { run_id, metrics: [{ key: "loss", timestamp, value, step }] },
      token,
    );
    expect((await call(["import", "--from", half], token)).code).toBe(0);
    const [imported, original] = [await everything(tracking, token), await everything(tracking, admin)];
    madeModels(imported, original);
    expect(imported).toEqual(original);
  });

  it("names what cannot be read with its place, leaves it out as a whole and takes the rest", async () => {
    const token = await newProject();
    const bad = path.join(directory, "bad");
    await cp(exported, bad, { recursive: true });
    const files = readdirSync(bad, { recursive: true }) as string[];
    const [loss] = files.filter((file) => file.endsWith("metrics/loss"));
    const lines = readFileSync(path.join(bad, loss), "utf8").split("\n");
    lines[41] = "1700000000041 hello 41";
    writeFileSync(path.join(bad, loss), lines.join("\n"));
    const [version] = files.filter((file) => file.endsWith("version-4/meta.yaml"));
    writeFileSync(path.join(bad, version), "a: [1,\nb: 2");
    const { code, output } = await call(["import", "--from", bad], token);
    expect(code).toBe(1);
    expect(output).toContain(`${path.join(bad, loss)}:42`);
    expect(output).toContain('"hello" is no number.');
    expect(output).toContain(`${path.join(bad, version)}:2`);
    const run_id = path.basename(path.dirname(path.dirname(path.join(bad, loss))));
    expect(await tracking.get("runs/get", { run_id }, token)).toMatchObject({ status: 404 });
    const { body } = await tracking.post("experiments/search", { max_results: 10, view_type: "ALL" }, token);
    expect(body.experiments).toHaveLength(3);
  });

  it("says what it needs where it is told too little, or a key may not do it", async () => {
    const { key } = await tracking.stranger(["predict"]);
    expect(await call(["import"], key)).toMatchObject({ code: 2, output: expect.stringContaining("--from") });
    expect(await call(["fly"], key)).toMatchObject({ code: 2, output: expect.stringContaining('"fly"') });
    const nowhere = await call(["import", "--from", path.join(directory, "nowhere")], key);
    expect(nowhere).toMatchObject({ code: 2, output: expect.stringContaining("no folder") });
    const denied = await call(["import", "--from", exported], key);
    expect(denied).toMatchObject({ code: 1, output: expect.stringContaining("PERMISSION_DENIED") });
    const { key: track } = await tracking.stranger(["track"]);
    const staged = await call(["import", "--from", exported], track);
    expect(staged).toMatchObject({
      code: 1,
      output: expect.stringContaining("Stages need a key with the scope admin"),
    });
    expect(staged.output).toContain("1 thing could not be taken along");
  });
});
