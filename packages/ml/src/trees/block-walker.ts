import { TREE_KERNEL } from "../generated/tree-kernel";

/** The arrays of a tree ensemble that walking reads, see `TreeEnsemble`. */
export interface WalkedArrays {
  readonly nodes: Int32Array;
  readonly leaves: Float64Array;
  readonly roots: Int32Array;
}

/** Walks many rows through all trees at once, in WebAssembly. */
export interface BlockWalker {
  /** Rows of one block; a multiple of 8. */
  readonly maxRows: number;
  /** Shape (maxRows, 2 x featureCount), to be filled before `walk`. */
  readonly codes: Uint16Array;
  /** Shape (maxRows, outputs); `walk` adds the leaves to what is there. */
  readonly sums: Float64Array;
  walk(rowCount: number): void;
}

interface Kernel {
  walkTrees(
    nodes: number,
    roots: number,
    treeCount: number,
    leaves: number,
    leafSize: number,
    codes: number,
    rowBytes: number,
    rowCount: number,
    sums: number,
    outputs: number,
  ): void;
}

const LANES = 8;
const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;
/** Codes and sums of a block stay in the second-level cache beside a tree. */
const BLOCK_BYTES = 512 * 1024;
const MAX_BLOCK_ROWS = 1024;

let compiled: WebAssembly.Module | undefined;

/** Compiles the kernel, once; called by a process that wants this done under other flags than the rest. */
export function compileTreeKernel(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(TREE_KERNEL), (char) => char.charCodeAt(0)));
  return compiled;
}

/**
 * Copies the arrays to where the kernel can read them. The copies are returned too, so that the originals can go; they
 * come back as they are, without a walker, where WebAssembly or so much of its memory is not to be had.
 */
export function placeForWalking<Arrays extends WalkedArrays>(
  trees: Arrays & { featureCount: number; leafSize: number; outputs: number },
): { arrays: WalkedArrays; walker: BlockWalker | null } {
  const { nodes, leaves, roots, featureCount, leafSize, outputs } = trees;
  const rowBytes = 4 * featureCount;
  const fitting = Math.floor(BLOCK_BYTES / (rowBytes + 8 * outputs) / LANES) * LANES;
  const maxRows = Math.min(MAX_BLOCK_ROWS, Math.max(LANES, fitting));
  const lengths = [leaves.length * 8, maxRows * outputs * 8, nodes.length * 4, roots.length * 4];
  const bytes = lengths.reduce((sum, length) => sum + length, maxRows * rowBytes);
  const kernel = start(Math.ceil(bytes / PAGE_BYTES));
  if (kernel === null) return { arrays: trees, walker: null };

  const { buffer } = kernel.memory;
  const places = lengths.map((_, index) =>
    lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0),
  );
  const placed = {
    leaves: new Float64Array(buffer, 0, leaves.length),
    nodes: new Int32Array(buffer, places[1], nodes.length),
    roots: new Int32Array(buffer, places[2], roots.length),
  };
  placed.leaves.set(leaves);
  placed.nodes.set(nodes);
  placed.roots.set(roots);
  const sums = new Float64Array(buffer, places[0], maxRows * outputs);
  const codes = new Uint16Array(buffer, places[3], (maxRows * rowBytes) / 2);
  return {
    arrays: placed,
    walker: {
      maxRows,
      codes,
      sums,
      walk(rowCount) {
        kernel.walkTrees(
          placed.nodes.byteOffset,
          placed.roots.byteOffset,
          roots.length,
          placed.leaves.byteOffset,
          leafSize,
          codes.byteOffset,
          rowBytes,
          Math.ceil(rowCount / LANES) * LANES,
          sums.byteOffset,
          outputs,
        );
      },
    },
  };
}

function start(pages: number): (Kernel & { memory: WebAssembly.Memory }) | null {
  if (typeof WebAssembly === "undefined" || pages > MAX_PAGES) return null;
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const instance = new WebAssembly.Instance(compileTreeKernel(), { env: { memory } });
    return { walkTrees: (instance.exports as unknown as Kernel).walkTrees, memory };
  } catch {
    // No room for that much, or a page whose policy forbids WebAssembly: trees are walked row by row then.
    return null;
  }
}
