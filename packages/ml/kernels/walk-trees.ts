// AssemblyScript, compiled by build.mjs. A walk waits for memory at every step; eight rows at once wait together, and
// WebAssembly keeps their places in registers, which JavaScript's typed arrays do not (2.5 times the rows a second).

/**
 * One step of the walk `at` of the row whose codes are at `row`: the place of the child, or `at` itself when it is a
 * leaf (negative) already. See `GrownTree` for the layout of `nodes`.
 */
@inline
function step(nodes: usize, at: i32, row: usize): i32 {
  const node = nodes + ((<usize>(at & ~(at >> 31))) << 2);
  const test = load<u32>(node);
  const right = <u32>((test & 0xffff) - load<u16>(row + ((test >>> 16) << 1))) >>> 31;
  return select<i32>(at, load<i32>(node + (right << 2), 4), at < 0);
}

@inline
function addLeaf(leaves: usize, leaf: u32, leafSize: u32, sums: usize): void {
  let from = leaves + ((<usize>(leaf * leafSize)) << 3);
  for (const end = from + (leafSize << 3); from < end; from += 8, sums += 8) {
    store<f64>(sums, load<f64>(sums) + load<f64>(from));
  }
}

/** A cache line. */
const LINE: usize = 64;

/** Bytes to read ahead after each of `groups` groups of rows, whole lines, so that all of `size` is read in the end. */
@inline
function strideOf(size: usize, groups: u32): usize {
  return (size / groups + LINE) & ~(LINE - 1);
}

/** Reads a word of every line from `from` up to `to`; what was read is returned, lest the compiler leaves it out. */
@inline
function readAhead(from: usize, to: usize): i64 {
  let read: i64 = 0;
  for (; from < to; from += LINE) read ^= load<i64>(from);
  return read;
}

/**
 * Adds the leaves of all trees to `sums`, shape (rowCount, outputs). Addresses are in bytes; `rowCount` is a multiple
 * of 8; `rowBytes` is the distance of two rows' codes; `extents`, shape (treeCount + 1, 2), says where each tree's
 * nodes and leaves begin. While a tree is walked the next one is read: processors fetch ahead of a straight read, not of
 * a walk (a third less time for a model that is not in the cache). Returns nothing of use.
 */
export function walkTrees(
  nodes: usize,
  roots: usize,
  extents: usize,
  treeCount: u32,
  leaves: usize,
  leafSize: u32,
  codes: usize,
  rowBytes: u32,
  rowCount: u32,
  sums: usize,
  outputs: u32,
): i64 {
  let read: i64 = 0;
  const sumBytes = outputs << 3;
  for (let tree: u32 = 0; tree < treeCount; tree++) {
    const root = load<i32>(roots + (tree << 2));
    const output = leafSize == 1 ? tree % outputs : 0;
    const next = extents + ((tree + 1) << 3);
    const isLast = tree + 1 == treeCount;
    let nodesAhead: usize = load<u32>(next);
    let leavesAhead: usize = load<u32>(next, 4);
    const nodesEnd: usize = isLast ? nodesAhead : load<u32>(next, 8);
    const leavesEnd: usize = isLast ? leavesAhead : load<u32>(next, 12);
    const nodesStride = strideOf(nodesEnd - nodesAhead, rowCount >> 3);
    const leavesStride = strideOf(leavesEnd - leavesAhead, rowCount >> 3);
    let row = codes;
    let sum = sums + (output << 3);
    for (let i: u32 = 0; i < rowCount; i += 8, row += rowBytes << 3) {
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      let e = root;
      let f = root;
      let g = root;
      let h = root;
      while ((a & b & c & d & e & f & g & h) >= 0) {
        a = step(nodes, a, row);
        b = step(nodes, b, row + rowBytes);
        c = step(nodes, c, row + 2 * rowBytes);
        d = step(nodes, d, row + 3 * rowBytes);
        e = step(nodes, e, row + 4 * rowBytes);
        f = step(nodes, f, row + 5 * rowBytes);
        g = step(nodes, g, row + 6 * rowBytes);
        h = step(nodes, h, row + 7 * rowBytes);
      }
      read ^= readAhead(nodesAhead, min(nodesEnd, nodesAhead + nodesStride));
      read ^= readAhead(leavesAhead, min(leavesEnd, leavesAhead + leavesStride));
      nodesAhead += nodesStride;
      leavesAhead += leavesStride;
      addLeaf(leaves, ~a, leafSize, sum);
      addLeaf(leaves, ~b, leafSize, (sum += sumBytes));
      addLeaf(leaves, ~c, leafSize, (sum += sumBytes));
      addLeaf(leaves, ~d, leafSize, (sum += sumBytes));
      addLeaf(leaves, ~e, leafSize, (sum += sumBytes));
      addLeaf(leaves, ~f, leafSize, (sum += sumBytes));
      addLeaf(leaves, ~g, leafSize, (sum += sumBytes));
      addLeaf(leaves, ~h, leafSize, (sum += sumBytes));
      sum += sumBytes;
    }
  }
  return read;
}
