// Compiles the WebAssembly kernels and writes each as a module, so that Node, its threads and browsers load it alike.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import asc from "assemblyscript/asc";

const here = import.meta.dirname;
const generated = path.join(here, "../src/generated");
mkdirSync(generated, { recursive: true });

await write("walk-trees.ts", "tree-kernel.ts", "TREE_KERNEL");
await write("boost-trees.ts", "boost-kernel.ts", "BOOST_KERNEL");
await write("grow-forest.ts", "forest-kernel.ts", "FOREST_KERNEL");

async function write(source, target, name) {
  const { error, stdout, stderr, binary } = await compile(source);
  if (error) {
    process.stderr.write(`${stdout}${stderr}${error.message}\n`);
    process.exit(1);
  }
  const text = Buffer.from(binary).toString("base64");
  writeFileSync(
    path.join(generated, target),
    `/** Compiled from kernels/${source}. */\nexport const ${name} =\n  "${text}";\n`,
  );
}

async function compile(source) {
  let binary = null;
  const result = await asc.main(
    [
      source,
      ...["--outFile", "kernel.wasm", "--optimizeLevel", "3", "--runtime", "stub", "--noAssert"],
      ...["--importMemory", "--sharedMemory", "--maximumMemory", "65536"],
      ...["--enable", "threads", "--enable", "simd"],
    ],
    {
      readFile: (name) =>
        existsSync(path.join(here, name)) ? readFileSync(path.join(here, name), "utf8") : null,
      writeFile(name, contents) {
        if (name === "kernel.wasm") binary = contents;
      },
    },
  );
  return { ...result, binary };
}
