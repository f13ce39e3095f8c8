import { z } from "zod";
import { classWeightParam } from "./class-weights";

/** scikit-learn's MLP names where it has them, else PyTorch's and Keras's. */
export const neuralNetworkParams = z.strictObject({
  hidden_layer_sizes: z
    .array(z.int().min(1).max(4096))
    .max(16)
    .default([64, 64])
    .describe("Units of each hidden layer; none makes a linear model."),
  activation: z
    .enum(["relu", "tanh", "logistic", "identity"])
    .default("relu")
    .describe("What each hidden unit applies to its sum."),
  batch_norm: z
    .boolean()
    .default(false)
    .describe("Bring every hidden layer's sums to one scale, batch by batch, before its activation."),
  dropout: z.number().min(0).lt(1).default(0).describe("Share of hidden units left out at each step."),
  embedding_size: z
    .union([z.enum(["auto"]), z.int().min(1).max(600)])
    .nullable()
    .default("auto")
    .describe(
      "Numbers learned for each category of a column encoded as codes. auto: the more categories, the more; empty: codes are taken as numbers.",
    ),
  solver: z
    .enum(["adam", "sgd"])
    .default("adam")
    .describe("How weights are stepped; sgd with Nesterov momentum 0.9."),
  alpha: z.number().min(0).default(1e-4).describe("Strength of the L2 penalty on the weights."),
  batch_size: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Rows in each step; empty: 200, or all where there are fewer."),
  learning_rate: z
    .enum(["constant", "step", "cosine", "reduce_on_plateau"])
    .default("constant")
    .describe("How the size of the steps changes over the epochs."),
  learning_rate_init: z.number().gt(0).max(10).default(1e-3).describe("Size of the steps, at first."),
  learning_rate_min: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .describe("Size of the steps that cosine ends at and the others never go below."),
  gamma: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe("What step and reduce_on_plateau multiply the size of the steps by."),
  step_size: z.int().min(1).default(30).describe("Epochs after which step makes the steps smaller."),
  patience: z
    .int()
    .min(1)
    .default(5)
    .describe("Epochs without improvement after which reduce_on_plateau makes the steps smaller."),
  max_iter: z.int().min(1).max(100_000).default(100).describe("Most epochs, passes over all rows."),
  early_stopping: z
    .boolean()
    .default(false)
    .describe("Stop when the validation loss no longer falls, and return to its best epoch."),
  validation_fraction: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe("Share of the training rows set aside for early stopping when no validation rows are given."),
  n_iter_no_change: z.int().min(1).default(10).describe("Epochs without improvement before stopping."),
  tol: z.number().min(0).default(1e-4).describe("The least fall of the loss that counts as improvement."),
  class_weight: classWeightParam,
});

export type NeuralNetworkParams = z.infer<typeof neuralNetworkParams>;
