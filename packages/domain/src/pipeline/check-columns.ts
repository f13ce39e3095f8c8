import { z } from "zod";
import { DomainError } from "../errors";
import { assertUsableTarget, columnNamesOf, type ProfiledVersion } from "./check-target";
import type { ParsedConfig } from "./schema";

/** Where a config names columns, besides the target. */
const naming = z.looseObject({
  join: z.array(z.unknown()).default([]),
  prepare: z.looseObject({ drop: z.array(z.string()).default([]) }).prefault({}),
  split: z.looseObject({ by: z.string().default("row_hash") }).prefault({}),
});

interface Named {
  readonly path: string;
  readonly column: string;
}

/**
 * Refuses a config that names columns the version does not have, the target among them, before anything runs.
 * @throws DomainError target_unusable, column_not_found (with `problems` by path), config_invalid
 */
export function assertKnownColumns(version: ProfiledVersion, dataset: string, config: ParsedConfig): void {
  const columns = columnNamesOf(version);
  const where = `version ${version.number} of ${dataset}`;
  const list = `Columns: ${columns.join(", ")}.`;
  if (!columns.includes(config.target))
    throw new DomainError(
      "target_unusable",
      `The target "${config.target}" is not a column of ${where}. ${list}`,
      { column: config.target },
    );
  const named = namedColumns(config);
  const unknown = hasJoins(config) ? [] : named.filter(({ column }) => !columns.includes(column));
  if (unknown.length > 0)
    throw new DomainError(
      "column_not_found",
      `${unknown.map(({ path, column }) => `${path}: "${column}"`).join(", ")} ${unknown.length === 1 ? "is not a column" : "are no columns"} of ${where}. ${list}`,
      {
        problems: unknown.map(({ path, column }) => ({
          path,
          message: `names "${column}", which is not a column of ${where}. ${list}`,
        })),
      },
    );
  const dropped = named.find(
    ({ path, column }) => path.startsWith("prepare.drop") && column === config.target,
  );
  if (dropped)
    throw new DomainError(
      "config_invalid",
      `${dropped.path}: the target "${config.target}" cannot be dropped.`,
      { problems: [{ path: dropped.path, message: `the target "${config.target}" cannot be dropped` }] },
    );
}

/** The same, and a target from which something can be learned. @throws DomainError */
export function assertConfigFits(version: ProfiledVersion, dataset: string, config: ParsedConfig): void {
  assertKnownColumns(version, dataset, config);
  assertUsableTarget(version, dataset, config.target);
}

/** Then a name may be that of a joined column, which the run itself finds out before anything is trained. */
function hasJoins(config: ParsedConfig): boolean {
  const parsed = naming.safeParse(config);
  return parsed.success && parsed.data.join.length > 0;
}

function namedColumns(config: ParsedConfig): Named[] {
  const parsed = naming.safeParse(config);
  if (!parsed.success) return [];
  const { prepare, split } = parsed.data;
  const by = /^(?:time|group):(.+)$/.exec(split.by)?.[1];
  return [
    ...prepare.drop.map((column, index) => ({ path: `prepare.drop.${index}`, column })),
    ...(by === undefined ? [] : [{ path: "split.by", column: by }]),
  ];
}
