/** One line of the table that `npm run bench` prints. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same of what it is compared with, in the same unit. */
  readonly reference?: number;
  /** What that is, with its version. */
  readonly against?: string;
  /** CPU seconds of all threads over those of the reference: on a shared machine steadier than the ratio of the clock. */
  readonly cpuRatio?: number;
  /** What is asked of the figure, for people. */
  readonly goal?: string;
  readonly isMet?: boolean;
}

/** A goal for the figure's ratio to its reference; without a reference there is nothing to judge. */
export function ratioAtMost(figure: Figure, limit: number): Figure {
  if (figure.reference === undefined) return figure;
  return {
    ...figure,
    goal: `ratio at most ${Number(limit.toPrecision(2))}`,
    isMet: figure.value <= limit * figure.reference,
  };
}

export function valueAtMost(figure: Figure, limit: number): Figure {
  return { ...figure, goal: `at most ${limit} ${figure.unit}`, isMet: figure.value <= limit };
}

export function valueAtLeast(figure: Figure, limit: number): Figure {
  return { ...figure, goal: `at least ${limit}`, isMet: figure.value >= limit };
}

/** For scores, where a little below the reference is allowed. */
export function belowByAtMost(figure: Figure, margin: number): Figure {
  if (figure.reference === undefined) return figure;
  const isMet = figure.value >= figure.reference - margin;
  return { ...figure, goal: `not below by more than ${margin}`, isMet };
}
