/** A way to part the categories of a feature: shape (cardinality), 0 where a category goes left, 1 where right. */
export interface CategorySplit {
  readonly feature: number;
  readonly sides: Uint8Array;
}

/** Categories above this are not told apart by bins of one byte; a feature of more is read as a number. */
export const MAX_CATEGORIES = 254;

/**
 * The ways categories are parted in a model. Each counts as one more feature behind those of the table, with the values 0
 * and 1, so that trees walk numbers only; equal ones are the same feature.
 */
export class CategorySplits {
  readonly all: CategorySplit[] = [];
  private readonly places = new Map<string, number>();

  constructor(
    private readonly featureCount: number,
    private readonly maxFeatures: number,
  ) {}

  /** The feature that stands for the split; null where there are too many already. */
  featureOf({ feature, sides }: CategorySplit): number | null {
    const key = `${feature}:${sides.join("")}`;
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const added = this.featureCount + this.all.length;
    if (added >= this.maxFeatures) return null;
    this.all.push({ feature, sides });
    this.places.set(key, added);
    return added;
  }
}

/** 0 or 1; NaN for what is no category of the feature. */
export function sideOf({ sides }: CategorySplit, value: number): number {
  return isCategory(value, sides.length) ? sides[value] : Number.NaN;
}

export function isCategory(value: number, cardinality: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < cardinality;
}

/** As saved with a model. */
export interface CategorySplitJSON {
  readonly feature: number;
  readonly sides: string;
}

export function categorySplitToJSON({ feature, sides }: CategorySplit): CategorySplitJSON {
  return { feature, sides: sides.join("") };
}

export function categorySplitFromJSON({ feature, sides }: CategorySplitJSON): CategorySplit {
  return { feature, sides: Uint8Array.from(sides, Number) };
}
