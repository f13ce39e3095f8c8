import { z } from "zod";
import { DomainError } from "../errors";

const columnList = z.array(z.looseObject({ name: z.string() }));
/** What a profile says about one column, as far as it decides whether the column can be a target. */
const columnProfile = z.looseObject({
  name: z.string(),
  distinct: z.number().optional(),
  missing: z.number().optional(),
});

export interface ProfiledVersion {
  readonly number: number;
  readonly rowCount: number;
  readonly columns: unknown;
  readonly profile: unknown;
}

export function columnNamesOf({ columns }: Pick<ProfiledVersion, "columns">): string[] {
  return columnList.parse(columns).map(({ name }) => name);
}

/**
 * Refuses a target that is known to be useless before anything runs: all missing, or the same everywhere.
 * @throws DomainError target_unusable
 */
export function assertUsableTarget(version: ProfiledVersion, dataset: string, target: string): void {
  const where = `version ${version.number} of ${dataset}`;
  const profile = profileOf(version.profile, target);
  if (profile?.missing !== undefined && profile.missing >= version.rowCount)
    throw unusable(target, `The target "${target}" has no value in any row of ${where}.`);
  if (profile?.distinct === 1)
    throw unusable(
      target,
      `The target "${target}" has the same value in every row of ${where}; there is nothing to learn.`,
    );
}

function profileOf(profile: unknown, column: string) {
  const list = z.array(z.unknown()).safeParse(profile);
  if (!list.success) return null;
  for (const each of list.data) {
    const parsed = columnProfile.safeParse(each);
    if (parsed.success && parsed.data.name === column) return parsed.data;
  }
  return null;
}

function unusable(target: string, message: string): DomainError {
  return new DomainError("target_unusable", message, { column: target });
}
