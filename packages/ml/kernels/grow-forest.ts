// AssemblyScript, compiled by build.mjs. The inner loops of growing a tree exactly, over samples in the order of a feature.
// A key is `rank << 15 | sample`, see sorted-criterion.ts.

const SAMPLE_MASK: i32 = 0x7fff;

@inline
function sampleOf(samples: usize, key: i32): v128 {
  return v128.load(samples + (<usize>(key & SAMPLE_MASK) << 4));
}

/**
 * Compares the cuts before `first + 1 .. last` of the keys at that address; those before `earliest` leave too few samples
 * on the left. `samples` holds sum and weight of each. Returns how many keys are left of the best cut, or -1 when none
 * scores above `best`; the score goes to `result`.
 */
export function scanSquaredError(
  keys: usize,
  first: u32,
  last: i32,
  earliest: i32,
  samples: usize,
  sum: f64,
  weight: f64,
  leftSum: f64,
  leftWeight: f64,
  best: f64,
  result: usize,
): i32 {
  let position = -1;
  let previous = load<i32>(keys + (first << 2));
  let left = f64x2.add(f64x2(leftSum, leftWeight), sampleOf(samples, previous));
  for (let i = <i32>first + 1; i <= last; i++) {
    const key = load<i32>(keys + (<usize>i << 2));
    if ((key ^ previous) > SAMPLE_MASK && i >= earliest) {
      const ownSum = f64x2.extract_lane(left, 0);
      const ownWeight = f64x2.extract_lane(left, 1);
      const otherSum = sum - ownSum;
      const otherWeight = weight - ownWeight;
      // One division where the sum of two fractions would take two.
      const score = (ownSum * ownSum * otherWeight + otherSum * otherSum * ownWeight) / (ownWeight * otherWeight);
      if (score > best) {
        best = score;
        position = i;
      }
    }
    left = f64x2.add(left, sampleOf(samples, key));
    previous = key;
  }
  store<f64>(result, best);
  return position;
}

/** Writes the side of each sample: those of the first `leftCount` keys go left. */
export function markSides(keys: usize, leftCount: u32, count: u32, goesLeft: usize): void {
  const middle = keys + (leftCount << 2);
  const end = keys + (count << 2);
  for (; keys < middle; keys += 4) store<u8>(goesLeft + <usize>(load<i32>(keys) & SAMPLE_MASK), 1);
  for (; keys < end; keys += 4) store<u8>(goesLeft + <usize>(load<i32>(keys) & SAMPLE_MASK), 0);
}

/** Moves keys that go left before the others, each side in its old order; the right side only where `keepRight` says so. */
export function partKeys(keys: usize, count: u32, spare: usize, goesLeft: usize, keepRight: u32): void {
  let left = keys;
  let right = spare;
  for (const end = keys + (count << 2); keys < end; keys += 4) {
    const key = load<i32>(keys);
    const side = <usize>load<u8>(goesLeft + <usize>(key & SAMPLE_MASK));
    // Writing to both sides and advancing one avoids a branch that could not be predicted.
    store<i32>(left, key);
    store<i32>(right, key);
    left += side << 2;
    right += (1 - side) << 2;
  }
  if (keepRight) memory.copy(left, spare, right - spare);
}
