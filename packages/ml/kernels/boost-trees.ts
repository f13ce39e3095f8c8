// AssemblyScript, compiled by build.mjs. The inner loops of gradient boosting over histograms. Sums are integers: a row's
// gradient, scaled, and its count of 1 lie in one 64-bit number (gradient << countBits | 1), so that one addition sums
// both, no order of addition gives another sum, and a sibling is exactly its parent less the other child.

import { GROUP_CELLS } from "./find-split";

export { findSplit, readCells, totals } from "./find-split";

@inline
function addTo(cell: usize, value: i64): void {
  store<i64>(cell, load<i64>(cell) + value);
}

/** Sums rows into a histogram. `bins` is row-major, one byte a group; `rows` are the `count` row numbers at that address. */
export function fillUnit(
  bins: usize,
  groups: u32,
  rows: usize,
  count: u32,
  packed: usize,
  histogram: usize,
): void {
  const end = rows + (count << 2);
  const quads = groups & ~3;
  for (; rows < end; rows += 4) {
    const row = load<u32>(rows);
    const value = load<i64>(packed + (<usize>row << 3));
    let code = bins + row * groups;
    let cells = histogram;
    const quadsEnd = code + quads;
    const codesEnd = code + groups;
    for (; code < quadsEnd; code += 4, cells += 4 * GROUP_CELLS * 8) {
      addTo(cells + (<usize>load<u8>(code) << 3), value);
      addTo(cells + GROUP_CELLS * 8 + (<usize>load<u8>(code, 1) << 3), value);
      addTo(cells + 2 * GROUP_CELLS * 8 + (<usize>load<u8>(code, 2) << 3), value);
      addTo(cells + 3 * GROUP_CELLS * 8 + (<usize>load<u8>(code, 3) << 3), value);
    }
    for (; code < codesEnd; code++, cells += GROUP_CELLS * 8) {
      addTo(cells + (<usize>load<u8>(code) << 3), value);
    }
  }
}

/** As `fillUnit`; a cell's second number sums the scaled hessians, shape of `packed` then (rows, 2). */
export function fillWeighted(
  bins: usize,
  groups: u32,
  rows: usize,
  count: u32,
  packed: usize,
  histogram: usize,
): void {
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const row = load<u32>(rows);
    const value = v128.load(packed + (<usize>row << 4));
    let code = bins + row * groups;
    let cells = histogram;
    for (const codesEnd = code + groups; code < codesEnd; code++, cells += GROUP_CELLS * 16) {
      const cell = cells + (<usize>load<u8>(code) << 4);
      v128.store(cell, i64x2.add(v128.load(cell), value));
    }
  }
}

/** Adds or subtracts (`sign` -1) `words` numbers, an even count, from `from` to `target`. */
export function combine(target: usize, from: usize, words: u32, sign: i32): void {
  const end = target + (words << 3);
  if (sign < 0) {
    for (; target < end; target += 16, from += 16) v128.store(target, i64x2.sub(v128.load(target), v128.load(from)));
  } else {
    for (; target < end; target += 16, from += 16) v128.store(target, i64x2.add(v128.load(target), v128.load(from)));
  }
}

export function clear(target: usize, words: u32): void {
  memory.fill(target, 0, words << 3);
}

/** The largest absolute value; NaN counts as nothing. */
export function largest(values: usize, count: u32): f64 {
  let most: f64 = 0;
  for (const end = values + (count << 3); values < end; values += 8) {
    const size = Math.abs(load<f64>(values));
    if (size > most) most = size;
  }
  return most;
}

/** Writes `round(value * scale) << shift | low` of each value, `stride` bytes apart. */
export function pack(values: usize, count: u32, scale: f64, shift: i64, low: i64, packed: usize, stride: u32): void {
  for (const end = values + (count << 3); values < end; values += 8, packed += stride) {
    store<i64>(packed, (<i64>nearest<f64>(load<f64>(values) * scale) << shift) + low);
  }
}

/**
 * Moves the rows that go left before the others, keeping the order of both; returns how many go left. `isLeft` holds a
 * byte for each code of the group, 1 where it goes left.
 */
export function partition(
  rows: usize,
  count: u32,
  spare: usize,
  bins: usize,
  groups: u32,
  group: u32,
  isLeft: usize,
): u32 {
  const codes = bins + group;
  const first = rows;
  let left = rows;
  let right = spare;
  for (const end = rows + (count << 2); rows < end; rows += 4) {
    const row = load<u32>(rows);
    const side = <usize>load<u8>(isLeft + load<u8>(codes + row * groups));
    store<u32>(left, row);
    store<u32>(right, row);
    left += side << 2;
    right += (1 - side) << 2;
  }
  memory.copy(left, spare, right - spare);
  return <u32>((left - first) >> 2);
}
