import {
  resolveJoins,
  type Execution,
  type JoinRequest,
  type ProjectContext,
  type ResolvedJoin,
} from "@pipepilot/domain";
import { joinKeys, parseAggregate, type JoinConfig } from "../config/join";
import type { PipelineConfig } from "../config/schema";
import { formatCount } from "../steps/format";

/** Decides which versions the run joins, before its first step. @throws DomainError that names the join */
export async function resolveConfigJoins(
  ctx: ProjectContext,
  { datasetVersion }: Execution,
  { join = [], target }: PipelineConfig,
): Promise<ResolvedJoin[]> {
  if (join.length === 0) return [];
  const joins = join.map(joinRequestOf);
  return resolveJoins({ ctx, input: { datasetVersionId: datasetVersion.id, target, joins } });
}

function joinRequestOf(join: JoinConfig, index: number): JoinRequest {
  const { dataset, version, on, how, columns, prefix, aggregate } = join;
  return {
    path: `join.${index}`,
    dataset,
    version,
    on: joinKeys(on),
    how,
    columns,
    prefix,
    aggregate:
      aggregate &&
      Object.entries(aggregate.columns).map(([name, text]) => ({ name, ...parseAggregate(text) })),
  };
}

/** What a join did, for the step's log. */
export function describeJoin(
  { dataset, number, on, columns }: ResolvedJoin,
  matched: number,
  rows: number,
): string {
  const keys = on.map(({ left, right }) => (left === right ? left : `${left} = ${right}`)).join(" and ");
  const names = columns.map(({ name }) => name).join(", ");
  return `Joined ${dataset} v${number} on ${keys}: ${formatCount(matched)} of ${formatCount(rows)} rows found one. New columns: ${names}.`;
}
