import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

/** Opens a store in a process of its own and says whether that loaded the AWS SDK. */
async function loadsAwsSdk(setting: string): Promise<boolean> {
  const program = `
    import { createRequire } from "node:module";
    const { createObjectStore } = await import(${JSON.stringify(path.join(import.meta.dirname, "index.ts"))});
    await createObjectStore(${JSON.stringify(setting)});
    const loaded = Object.keys(createRequire("${import.meta.filename}").cache);
    console.log(loaded.some((file) => file.includes("client-s3")));
    process.exit(0);`;
  const tsx = createRequire(import.meta.url).resolve("tsx");
  const options = { cwd: import.meta.dirname };
  const args = ["--import", tsx, "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return stdout.trim() === "true";
}

it("loads the AWS SDK for S3 only", async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), "pipepilot-storage-"));
  expect(await loadsAwsSdk(directory)).toBe(false);
  expect(await loadsAwsSdk("s3://bucket-0?endpoint=http://127.0.0.1:9")).toBe(true);
  await rm(directory, { recursive: true, force: true });
});
