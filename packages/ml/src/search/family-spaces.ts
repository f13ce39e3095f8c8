import type { Task } from "../family";
import { searchSpace, type SearchSpace, type SearchSpaceInput } from "./space";

/*
 * Where the literature finds what matters: Probst, Boulesteix and Bischl, "Tunability", JMLR 20 (2019); auto-sklearn's
 * spaces (Feurer et al., NIPS 2015); LightGBM's and Optuna's guides.
 */

export function randomForestSpace(task: Task): SearchSpace {
  const criterion: SearchSpaceInput = task === "classification" ? { criterion: ["gini", "entropy"] } : {};
  return searchSpace({
    ...criterion,
    max_features: { float: [0.1, 1] },
    max_depth: { int: [4, 32] },
    min_samples_split: { int: [2, 20], log: true },
    min_samples_leaf: { int: [1, 20], log: true },
    bootstrap: [true, false],
    max_samples: { float: [0.5, 1], when: { bootstrap: [true] } },
  });
}

export function gradientBoostingSpace(): SearchSpace {
  return searchSpace({
    n_estimators: { int: [50, 1000], log: true },
    learning_rate: { float: [0.01, 0.5], log: true },
    max_leaf_nodes: { int: [4, 256], log: true },
    min_samples_leaf: { int: [1, 200], log: true },
    l2_regularization: { float: [1e-8, 10], log: true },
    max_features: { float: [0.3, 1] },
    subsample: { float: [0.5, 1] },
  });
}

export function linearSpace(task: Task): SearchSpace {
  return task === "regression"
    ? searchSpace({ alpha: { float: [1e-4, 1e4], log: true }, fit_intercept: [true, false] })
    : searchSpace({ C: { float: [1e-4, 1e4], log: true }, fit_intercept: [true, false] });
}

export function neuralNetworkSpace(): SearchSpace {
  return searchSpace({
    hidden_layer_sizes: [[32], [64], [128], [32, 32], [64, 64], [128, 64], [128, 128], [128, 64, 32]],
    activation: ["relu", "tanh"],
    alpha: { float: [1e-7, 1e-1], log: true },
    batch_size: [32, 64, 128, 256],
    learning_rate_init: { float: [1e-4, 3e-2], log: true },
    dropout: { float: [0, 0.5] },
  });
}

export function baselineSpace(task: Task): SearchSpace {
  return searchSpace({ strategy: task === "regression" ? ["mean", "median"] : ["most_frequent", "prior"] });
}
