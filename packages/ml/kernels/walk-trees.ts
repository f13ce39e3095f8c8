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

/**
 * Reads one word of every cache line. Processors fetch ahead of a straight read, not of a walk: a tree read first is
 * walked a third faster. What was read is returned, lest the compiler leaves it out.
 */
@inline
function readAhead(from: usize, to: usize): i64 {
  let read: i64 = 0;
  for (; from < to; from += 256) {
    read ^= load<i64>(from) ^ load<i64>(from, 64) ^ load<i64>(from, 128) ^ load<i64>(from, 192);
  }
  return read;
}

/**
 * Adds the leaves of all trees to `sums`, shape (rowCount, outputs). Addresses are in bytes; `rowCount` is a multiple
 * of 8; `rowBytes` is the distance of two rows' codes; `extents`, shape (treeCount + 1, 2), says where each tree's
 * nodes and leaves begin. Returns nothing of use.
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
    const extent = extents + (tree << 3);
    read ^= readAhead(load<u32>(extent), load<u32>(extent, 8));
    read ^= readAhead(load<u32>(extent, 4), load<u32>(extent, 12));
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
