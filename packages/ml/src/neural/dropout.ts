import type { Tensor } from "@tensorflow/tfjs-core";
import type { layers as Layers } from "@tensorflow/tfjs-layers";
import type { Random } from "../random";
import type { TensorFlow } from "./tensorflow";

/**
 * Dropout whose masks come from `random`, a new one for every batch. TF.js's own layer either repeats one mask (with a
 * seed) or cannot be repeated (without).
 */
export function seededDropout({ core, layers }: TensorFlow, rate: number, random: Random): Layers.Layer {
  class SeededDropout extends layers.layers.Layer {
    static readonly className = "SeededDropout";

    override call(inputs: Tensor | Tensor[], { training }: { training?: boolean }): Tensor {
      const input = Array.isArray(inputs) ? inputs[0] : inputs;
      return training ? core.dropout(input, rate, undefined, random.int(2 ** 31)) : input.clone();
    }
  }
  return new SeededDropout({});
}
