export interface LearningRateOptions {
  readonly schedule: "constant" | "step" | "cosine" | "reduce_on_plateau";
  readonly initial: number;
  /** What cosine ends at, and what the others never go below. */
  readonly least: number;
  /** What step and reduce_on_plateau multiply by. */
  readonly gamma: number;
  /** Epochs between two steps. */
  readonly stepSize: number;
  /** Epochs in a row without a fall of more than `tol` that reduce_on_plateau waits for. */
  readonly patience: number;
  readonly tol: number;
  readonly epochs: number;
}

export interface LearningRate {
  /** The size of the steps of an epoch, from 1 on. */
  at(epoch: number): number;
  /** Tells the loss at the end of an epoch. */
  observe(loss: number): void;
}

/** The size of the steps, epoch by epoch; cosine is that of Loshchilov and Hutter (SGDR, 2017) without restarts. */
export function learningRate(options: LearningRateOptions): LearningRate {
  const { schedule, initial, least, gamma, stepSize, epochs } = options;
  const lowest = Math.min(initial, least);
  if (schedule === "reduce_on_plateau") return onPlateau(options, lowest);
  const at = {
    constant: () => initial,
    step: (epoch: number) => Math.max(lowest, initial * gamma ** Math.floor((epoch - 1) / stepSize)),
    cosine: (epoch: number) =>
      lowest + ((initial - lowest) / 2) * (1 + Math.cos((Math.PI * (epoch - 1)) / epochs)),
  }[schedule];
  return { at, observe: () => undefined };
}

function onPlateau({ initial, gamma, patience, tol }: LearningRateOptions, lowest: number): LearningRate {
  let rate = initial;
  let best = Infinity;
  let waited = 0;
  return {
    at: () => rate,
    observe(loss) {
      waited = loss < best - tol ? 0 : waited + 1;
      best = Math.min(best, Number.isNaN(loss) ? Infinity : loss);
      if (waited < patience) return;
      rate = Math.max(lowest, rate * gamma);
      waited = 0;
    },
  };
}
