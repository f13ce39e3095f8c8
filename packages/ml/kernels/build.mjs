// Compiles the WebAssembly kernel and writes it as a module, so that Node, its threads and browsers load it alike.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import asc from "assemblyscript/asc";

const here = import.meta.dirname;
const out = path.join(here, "../src/generated/tree-kernel.ts");

const { error, stdout, stderr, binary } = await compile("walk-trees.ts");
if (error) {
  process.stderr.write(`${stdout}${stderr}${error.message}\n`);
  process.exit(1);
}
mkdirSync(path.dirname(out), { recursive: true });
writeFileSync(
  out,
  `/** Compiled from kernels/walk-trees.ts. */\nexport const TREE_KERNEL =\n  "${Buffer.from(binary).toString("base64")}";\n`,
);

async function compile(source) {
  let binary = null;
  const result = await asc.main(
    [
      source,
      "--outFile",
      "kernel.wasm",
      "--optimizeLevel",
      "3",
      "--runtime",
      "stub",
      "--importMemory",
      "--sharedMemory",
      "--maximumMemory",
      "65536",
      "--enable",
      "threads",
      "--noAssert",
    ],
    {
      readFile: (name) => (name === source ? readFileSync(path.join(here, source), "utf8") : null),
      writeFile(name, contents) {
        if (name === "kernel.wasm") binary = contents;
      },
    },
  );
  return { ...result, binary };
}
