// AssemblyScript, compiled by build.mjs. A walk waits for memory at every step; eight rows at once wait together, and
// WebAssembly keeps their places in registers, which JavaScript's typed arrays do not (2.5 times the rows a second).

/** Rows that are walked together; the codes of each eight lie code by code, so that one address serves them all. */
const LANES: u32 = 8;

/**
 * One step of the walk `at` of the row that is number `lane / 2` of the eight whose codes are at `codes`: the child's
 * place, or `at` itself when it is a leaf (negative) already. A `Node` is an u64 as in `PackedNodes`, with places within
 * the tree, or three u32 as in `GrownTree`. The test of a walk that is over is read from before the nodes, where leaves
 * lie, and its answer thrown away: cheaper than to ask first.
 */
@inline
function step<Node>(nodes: usize, at: i32, codes: usize, lane: usize): i32 {
  if (sizeof<Node>() == 8) {
    const node = load<u64>(nodes + ((<usize>at) << 3));
    const test = <u32>node;
    const right = (<u32>((test & 0xffff) - codeOf(test, codes, lane)) >>> 27) & 16;
    return select<i32>(at, <i32>(<i16>(<i32>(<u32>(node >>> 32) >>> right))), at < 0);
  } else {
    const node = nodes + ((<usize>at) << 2);
    const test = load<u32>(node);
    const right = <u32>((test & 0xffff) - codeOf(test, codes, lane)) >>> 31;
    return select<i32>(at, load<i32>(node + (right << 2), 4), at < 0);
  }
}

@inline
function codeOf(test: u32, codes: usize, lane: usize): u32 {
  return load<u16>(codes + lane + ((test >>> 16) << 4));
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
 * of 8; `rowBytes` is what a row's codes take; `starts`, shape (treeCount + 1, 2), counts the nodes and leaves before
 * each tree. While a tree is walked the next one is read: processors fetch ahead of a straight read, not of a walk (a
 * third less time for a model that is not in the cache). Returns nothing of use.
 */
@inline
function walk<Node>(
  nodes: usize,
  roots: usize,
  starts: usize,
  treeCount: u32,
  leaves: usize,
  leafSize: u32,
  codes: usize,
  rowBytes: u32,
  rowCount: u32,
  sums: usize,
  outputs: u32,
): i64 {
  const isPacked = sizeof<Node>() == 8;
  const nodeBytes: usize = isPacked ? 8 : 12;
  const leafBytes: usize = leafSize << 3;
  const sumBytes = outputs << 3;
  let read: i64 = 0;
  for (let tree: u32 = 0; tree < treeCount; tree++, starts += 8) {
    const isLast = tree + 1 == treeCount;
    const start: usize = load<u32>(starts);
    const end: usize = load<u32>(starts, 8);
    const root = isPacked ? (start == end ? -1 : 0) : load<i32>(roots + (tree << 2));
    const treeNodes = isPacked ? nodes + start * nodeBytes : nodes;
    const treeLeaves = isPacked ? leaves + <usize>load<u32>(starts, 4) * leafBytes : leaves;
    const output = leafSize == 1 ? tree % outputs : 0;
    let nodesAhead = nodes + end * nodeBytes;
    let leavesAhead = leaves + <usize>load<u32>(starts, 12) * leafBytes;
    const nodesEnd = isLast ? nodesAhead : nodes + <usize>load<u32>(starts, 16) * nodeBytes;
    const leavesEnd = isLast ? leavesAhead : leaves + <usize>load<u32>(starts, 20) * leafBytes;
    const nodesStride = strideOf(nodesEnd - nodesAhead, rowCount / LANES);
    const leavesStride = strideOf(leavesEnd - leavesAhead, rowCount / LANES);
    let group = codes;
    let sum = sums + (output << 3);
    for (let i: u32 = 0; i < rowCount; i += LANES, group += rowBytes * LANES) {
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      let e = root;
      let f = root;
      let g = root;
      let h = root;
      while ((a & b & c & d & e & f & g & h) >= 0) {
        a = step<Node>(treeNodes, a, group, 0);
        b = step<Node>(treeNodes, b, group, 2);
        c = step<Node>(treeNodes, c, group, 4);
        d = step<Node>(treeNodes, d, group, 6);
        e = step<Node>(treeNodes, e, group, 8);
        f = step<Node>(treeNodes, f, group, 10);
        g = step<Node>(treeNodes, g, group, 12);
        h = step<Node>(treeNodes, h, group, 14);
      }
      read ^= readAhead(nodesAhead, min(nodesEnd, nodesAhead + nodesStride));
      read ^= readAhead(leavesAhead, min(leavesEnd, leavesAhead + leavesStride));
      nodesAhead += nodesStride;
      leavesAhead += leavesStride;
      addLeaf(treeLeaves, ~a, leafSize, sum);
      addLeaf(treeLeaves, ~b, leafSize, (sum += sumBytes));
      addLeaf(treeLeaves, ~c, leafSize, (sum += sumBytes));
      addLeaf(treeLeaves, ~d, leafSize, (sum += sumBytes));
      addLeaf(treeLeaves, ~e, leafSize, (sum += sumBytes));
      addLeaf(treeLeaves, ~f, leafSize, (sum += sumBytes));
      addLeaf(treeLeaves, ~g, leafSize, (sum += sumBytes));
      addLeaf(treeLeaves, ~h, leafSize, (sum += sumBytes));
      sum += sumBytes;
    }
  }
  return read;
}

/** Walks nodes of either kind: packed ones of 8 bytes, or where a tree is too large for them those of 12. */
export function walkTrees(
  isPacked: bool,
  nodes: usize,
  roots: usize,
  starts: usize,
  treeCount: u32,
  leaves: usize,
  leafSize: u32,
  codes: usize,
  rowBytes: u32,
  rowCount: u32,
  sums: usize,
  outputs: u32,
): i64 {
  return isPacked
    ? walk<u64>(nodes, roots, starts, treeCount, leaves, leafSize, codes, rowBytes, rowCount, sums, outputs)
    : walk<u32>(nodes, roots, starts, treeCount, leaves, leafSize, codes, rowBytes, rowCount, sums, outputs);
}
