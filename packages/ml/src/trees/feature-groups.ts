import type { BinnedTable } from "./boosting-data";

/** Where a feature lies among the groups. */
export interface FeaturePlace {
  readonly group: number;
  /** Of a feature that shares its group: its code there. 0: the group is its own, with its own bins. */
  readonly code: number;
}

/**
 * Features in groups of one byte a row. Features of two values of which at most one is on in any row (the columns of a
 * one-hot encoding) share a group: histograms then cost one addition for all of them. Exclusive feature bundling, Ke et
 * al. 2017, for features that exclude each other exactly.
 */
export interface FeatureGroups {
  readonly groupCount: number;
  readonly places: readonly FeaturePlace[];
}

/** A group's codes are 1..255; 0 means that none is on. */
const MOST_IN_A_GROUP = 255;
/** A feature is tried with so many groups only: telling whether it fits costs a look at every row. */
const GROUPS_TRIED = 4;

interface SharedGroup {
  readonly taken: Uint8Array;
  readonly members: number[];
}

export function groupFeatures(table: BinnedTable): FeatureGroups {
  const shared = sharedGroups(table).filter(({ members }) => members.length > 1);
  const places: FeaturePlace[] = [];
  shared.forEach(({ members }, group) =>
    members.forEach((feature, i) => (places[feature] = { group, code: i + 1 })),
  );
  let groupCount = shared.length;
  for (let feature = 0; feature < table.featureCount; feature++) {
    places[feature] ??= { group: groupCount++, code: 0 };
  }
  return { groupCount, places };
}

function sharedGroups(table: BinnedTable): SharedGroup[] {
  const groups: SharedGroup[] = [];
  for (let feature = 0; feature < table.featureCount; feature++) {
    const column = table.bins.subarray(feature * table.rowCount, (feature + 1) * table.rowCount);
    if (table.cardinalities[feature] > 0 || table.cuts[feature].length !== 2 || column.includes(2)) continue;
    const fitting = groups
      .slice(-GROUPS_TRIED)
      .find(({ taken, members }) => members.length < MOST_IN_A_GROUP && excludes(taken, column));
    const group = fitting ?? { taken: new Uint8Array(table.rowCount), members: [] };
    if (!fitting) groups.push(group);
    group.members.push(feature);
    for (let row = 0; row < column.length; row++) group.taken[row] |= column[row];
  }
  return groups;
}

function excludes(taken: Uint8Array, column: Uint8Array): boolean {
  for (let row = 0; row < column.length; row++) if ((taken[row] & column[row]) !== 0) return false;
  return true;
}

/** Writes the groups' codes, row-major, shape (rowCount, groupCount). */
export function writeGroups(
  table: BinnedTable,
  { groupCount, places }: FeatureGroups,
  out: Uint8Array,
): void {
  places.forEach(({ group, code }, feature) => {
    const column = table.bins.subarray(feature * table.rowCount, (feature + 1) * table.rowCount);
    if (code === 0) for (let row = 0; row < column.length; row++) out[row * groupCount + group] = column[row];
    else
      for (let row = 0; row < column.length; row++)
        if (column[row] === 1) out[row * groupCount + group] = code;
  });
}
