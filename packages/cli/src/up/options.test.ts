import { writeFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseOptions, UsageError } from "./options";
import { requirePort } from "./ports";

const directory = mkdtempSync(path.join(tmpdir(), "pipepilot-cli-"));
const csv = path.join(directory, "my.csv");
writeFileSync(csv, "a,b\n1,2\n");
afterAll(() => rmSync(directory, { recursive: true }));

const refusal = (argv: string[]) => {
  try {
    parseOptions(argv, "/root-of-it");
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
};

describe("the options of npm start", () => {
  it("default to the documented ports on this machine only", () => {
    expect(parseOptions([], "/root-of-it")).toMatchObject({
      host: "127.0.0.1",
      webPort: 5000,
      inferencePort: 5001,
      data: null,
      demo: true,
    });
  });

  it("take a file and its target", () => {
    expect(parseOptions(["--data", csv, "--target", "b"], "/root-of-it")).toMatchObject({
      data: csv,
      target: "b",
    });
  });

  it("answer each mistake with one line that says what to do", () => {
    expect(refusal(["--port", "99999"])).toBe('--port takes a port from 1 to 65535, not "99999".');
    expect(refusal(["--port", "web"])).toBe('--port takes a port from 1 to 65535, not "web".');
    expect(refusal(["--data", path.join(directory, "none.csv"), "--target", "b"])).toContain(
      "There is no file",
    );
    expect(refusal(["--data", directory, "--target", "b"])).toContain("is not a file");
    expect(refusal(["--data", csv])).toBe("Say which column to predict: --target COLUMN.");
    expect(refusal(["--target", "b"])).toContain("add --data FILE.csv");
    expect(refusal(["--port", "5001"])).toBe(
      "The web pages and the inference service cannot share port 5001; give one of them another with --port or --inference-port.",
    );
    expect(refusal(["--prot", "1"])).toContain("--prot");
  });
});

describe("a port", () => {
  it("that is taken is named with one that is free", async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    const message = await requirePort("127.0.0.1", port, "--port", "web").catch(
      (error: Error) => error.message,
    );
    expect(message).toMatch(
      new RegExp(`^Port ${port} \\(web\\) is taken by another program\\..*npm start -- --port \\d+$`),
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(requirePort("127.0.0.1", port, "--port", "web")).resolves.toBeUndefined();
  });
});
