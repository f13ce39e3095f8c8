import { describe, expect, it } from "vitest";
import { rootOf, useFiles } from "./files";

const on = useFiles();
const put = (name: string, body: string | Uint8Array = name) =>
  on.send("PUT", `${on.base}/${name}`, { body });
const listed = async (under = "") =>
  (await on.tracking.get("artifacts/list", { run_id: on.run.run_id, path: under })).body;

describe("a hostile path", () => {
  const invalid = { status: 400, json: { error_code: "INVALID_PARAMETER_VALUE", message: "Invalid path" } };
  const hostile: [string, string][] = [
    ["../x", "../x"],
    ["..", ".."],
    ["a/../../x", "a/../../x"],
    ["%2e%2e/x", "%2e%2e/x"],
    ["%252e%252e%252fx", "%252e%252e%252fx"],
    ["%25252e%25252e/x", "%25252e%25252e/x"],
    ["..%2fx", "..%2fx"],
    ["a%5cb", "a%5cb"],
    ["..%5cx", "..%5cx"],
    ["a%00b", "a%00b"],
    ["a%2500b", "a%2500b"],
    ["a%23b", "a%23b"],
    ["a%2523b", "a%2523b"],
    ["%25ff", "%25ff"],
    ["decoded too often", "%25" + "25".repeat(20) + "41"],
    ["1,000 levels", "x/".repeat(1000) + "x"],
    ["501 characters", "x".repeat(501)],
    ["C:/x", "C:/x"],
    ["d/", "d/"],
    ["", ""],
    [".", "."],
  ];

  it("loses its tabs and line ends, as the address does that Python's clients make of it", async () => {
    await put("t/a%09b%0a.txt", "x");
    expect((await listed("t")).files).toMatchObject([{ path: "t/ab.txt" }]);
    expect((await on.send("GET", `${on.base}/t/ab.txt`)).status).toBe(200);
    expect(await on.send("GET", `${on.base}/.%0a./x`)).toMatchObject(invalid);
    await on.send("DELETE", `${on.base}/t`);
  });

  it.each(hostile)("is refused: %s", async (_shown, name) => {
    await put("d/file");
    for (const method of ["PUT", "GET"])
      expect(
        await on.send(method, `${on.base}/${name}`, { body: method === "PUT" ? "x" : undefined }),
      ).toMatchObject(invalid);
    expect((await listed()).files).toEqual([{ path: "d", is_dir: true }]);
  });

  it.each(["../x", "..", "%2e%2e/x", "%252e%252e/x", "a\\b", "a\0b", "a#b"])(
    "is refused as a parameter: %j",
    async (name) => {
      const query = new URLSearchParams({ run_id: on.run.run_id, path: name }).toString();
      expect(await on.send("GET", `/get-artifact?${query}`)).toMatchObject(invalid);
      expect(await on.send("GET", `/api/2.0/mlflow/artifacts/list?${query}`)).toMatchObject(invalid);
      const under = new URLSearchParams({ path: `${rootOf(on.run)}/${name}` }).toString();
      const list = await on.send("GET", `/api/2.0/mlflow-artifacts/artifacts?${under}`);
      expect(list).toMatchObject(invalid);
      expect(await on.send("DELETE", `${on.base}/${encodeURIComponent(name)}`)).toMatchObject(invalid);
    },
  );

  it("is refused where it begins at the top", async () => {
    const query = new URLSearchParams({ run_id: on.run.run_id, path: "/etc/passwd" }).toString();
    for (const at of [
      `/get-artifact?${query}`,
      `/api/2.0/mlflow/artifacts/list?${query}`,
      "/api/2.0/mlflow-artifacts/artifacts?path=/etc",
      "/api/2.0/mlflow-artifacts/artifacts?path=C:/etc",
      "/api/2.0/mlflow-artifacts/artifacts//etc/passwd",
      "/api/2.0/mlflow-artifacts/artifacts/%2fetc/passwd",
    ])
      expect(await on.send("GET", at)).toMatchObject(invalid);
  });

  it("is refused where its escapes are broken", async () => {
    for (const name of ["%zz", "%", "%ff"]) {
      const { status, json } = await on.send("GET", `${on.base}/${name}`);
      expect([status, typeof json.error_code]).toEqual([400, "string"]);
    }
  });

  it("is refused where a file is a folder, and a folder a file", async () => {
    await put("d/file");
    expect(await put("d", "x")).toMatchObject({
      status: 400,
      json: { error_code: "INVALID_PARAMETER_VALUE", message: 'Invalid path: "d" is a folder already.' },
    });
    expect(await put("d/file/x", "x")).toMatchObject({
      status: 400,
      json: { error_code: "INVALID_PARAMETER_VALUE", message: 'Invalid path: "d/file" is a file already.' },
    });
    expect(await on.send("GET", `${on.base}/d`)).toMatchObject({
      status: 400,
      json: { message: "Artifact path refers to a directory, not a file: 'd'" },
    });
    expect((await on.send("GET", `${on.base}/d/file/x`)).status).toBe(404);
    expect((await listed("d/file")).files).toEqual([]);
    expect((await listed("nothing")).files).toEqual([]);
  });

  it("is cleaned where it is only odd", async () => {
    await put("a//./b%2520c.txt", "x");
    expect((await listed("./a/")).files).toEqual([{ path: "a/b c.txt", is_dir: false, file_size: 1 }]);
    expect((await on.send("GET", `${on.base}/a/b%20c.txt`)).text).toBe("x");
    // Behind the run, a slash is one too many and leads nowhere else.
    await put("/etc/passwd");
    expect((await listed("etc")).files).toEqual([{ path: "etc/passwd", is_dir: false, file_size: 11 }]);
  });
});
