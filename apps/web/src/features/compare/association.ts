type Value = number | string | undefined;

/** Groups that numbers are parted into. */
const GROUPS = 8;

/**
 * How much of the order of a target the values explain, from 0 to 1: the correlation ratio of the target's ranks between
 * groups of equal values (numbers: eighths), less what chance explains with as many groups. Unlike a correlation it also
 * sees that the middle is best, and it takes texts.
 */
export function association(values: readonly Value[], target: readonly Value[]): number {
  const pairs = values.flatMap((value, index): [number | string, number][] => {
    const aim = target[index];
    const isThere = value !== undefined && typeof aim === "number" && !Number.isNaN(aim);
    return isThere && !Number.isNaN(value) ? [[value, aim]] : [];
  });
  const ranks = ranksOf(pairs.map(([, aim]) => aim));
  const groups = new Map<number | string, number[]>();
  groupsOf(pairs.map(([value]) => value)).forEach((group, index) => {
    const members = groups.get(group);
    if (members) members.push(ranks[index]);
    else groups.set(group, [ranks[index]]);
  });
  const [count, mean] = [pairs.length, (pairs.length + 1) / 2];
  const whole = sum(ranks.map((rank) => (rank - mean) ** 2));
  if (whole === 0 || count <= groups.size) return 0;
  const between = sum(
    [...groups.values()].map((members) => {
      const own = sum(members) / members.length;
      return members.length * (own - mean) ** 2;
    }),
  );
  return Math.max(0, 1 - ((1 - between / whole) * (count - 1)) / (count - groups.size));
}

/** The group of each value: the value itself, of many different numbers its eighth. */
function groupsOf(values: readonly (number | string)[]): (number | string)[] {
  if (new Set(values).size <= GROUPS || values.some((value) => typeof value === "string")) return [...values];
  return ranksOf(values as readonly number[]).map((rank) =>
    Math.min(GROUPS - 1, Math.floor(((rank - 0.5) / values.length) * GROUPS)),
  );
}

/** From 1; equal values share their mean rank. */
function ranksOf(values: readonly number[]): number[] {
  const order = values
    .map((_, index) => index)
    .sort((one, other) => values[one] - values[other] || one - other);
  const ranks = new Array<number>(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]] = (from + 1 + to) / 2;
  }
  return ranks;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
