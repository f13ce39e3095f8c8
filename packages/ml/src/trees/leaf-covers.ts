import { ModelFormatError, type ModelArray, type UnpackedModel } from "../model-bytes";
import type { TreeArrays } from "./ensemble";
import type { GrownTree } from "./tree-builder";

/**
 * Training weight in every leaf: whole numbers as variable-length bytes (seven bits each, lowest first, the high bit
 * on all but the last), which is one byte for nearly every leaf of a forest; fractions as 32-bit floats.
 */
export type PackedCovers = Uint8Array | Float32Array;

const MAX_WHOLE = 2 ** 53;

/** Packs the covers of the trees' leaves, tree after tree. */
export function packLeafCovers(trees: readonly Pick<GrownTree, "covers">[]): PackedCovers {
  const whole = trees.every(({ covers }) =>
    covers.every((cover) => Number.isInteger(cover) && cover < MAX_WHOLE),
  );
  const count = trees.reduce((sum, { covers }) => sum + (whole ? byteCount(covers) : covers.length), 0);
  const packed = whole ? new Uint8Array(count) : new Float32Array(count);
  let end = 0;
  for (const { covers } of trees) {
    for (let cover of covers) {
      for (; whole && cover >= 128; cover = Math.floor(cover / 128)) packed[end++] = (cover % 128) | 128;
      packed[end++] = cover;
    }
  }
  return packed;
}

function byteCount(covers: Float64Array): number {
  let bytes = 0;
  for (let cover of covers) for (bytes++; cover >= 128; cover = Math.floor(cover / 128)) bytes++;
  return bytes;
}

/** shape (leafCount). Throws `invalid_model` when there are not that many. */
export function unpackLeafCovers(packed: PackedCovers, leafCount: number): Float64Array {
  if (packed instanceof Float32Array) {
    if (packed.length !== leafCount || !packed.every((cover) => cover >= 0 && cover < Infinity))
      throw damaged();
    return Float64Array.from(packed);
  }
  const covers = new Float64Array(leafCount);
  let leaf = 0;
  let place = 1;
  for (let i = 0; i < packed.length; i++) {
    covers[leaf] += (packed[i] & 127) * place;
    if (packed[i] >= 128) place *= 128;
    else {
      leaf++;
      place = 1;
    }
  }
  if (leaf !== leafCount || place !== 1) throw damaged();
  return covers;
}

/** The packed covers of a model file, copied out of it; null in files from before they were kept. */
export function readLeafCovers(model: UnpackedModel): PackedCovers | null {
  const covers: ModelArray | undefined = model.arrays["leafCovers"];
  if (covers === undefined) return null;
  if (covers instanceof Uint8Array || covers instanceof Float32Array) return covers.slice();
  throw damaged();
}

/** Training weight that came by every inner node, shape (nodes.length / 3): what its leaves hold. */
export function innerCovers({ nodes }: Pick<TreeArrays, "nodes">, leaves: Float64Array): Float64Array {
  const covers = new Float64Array(nodes.length / 3);
  const coverOf = (target: number) => (target < 0 ? leaves[~target] : covers[target / 3]);
  // Children stand after their parent.
  for (let i = covers.length - 1; i >= 0; i--)
    covers[i] = coverOf(nodes[3 * i + 1]) + coverOf(nodes[3 * i + 2]);
  return covers;
}

function damaged(): ModelFormatError {
  return new ModelFormatError("its leaf covers are damaged");
}
