import type { ModelVersionRef } from "@pipepilot/domain/model/schema";
import { Link } from "@pipepilot/ui/link";
import { StageBadge } from "./stage-badge";

/** The versions a run became, with their stages. */
export function VersionLinks({
  project,
  versions,
  named = false,
}: {
  project: string;
  versions: readonly ModelVersionRef[];
  /** Says the model's name too. */
  named?: boolean;
}) {
  if (versions.length === 0) return "–";
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2.5 gap-y-1">
      {versions.map(({ id, model, number, stage }) => (
        <Link
          key={id}
          href={`/${project}/models/${encodeURIComponent(model)}/versions/${number}`}
          className={`group/version inline-flex min-w-0 items-center gap-x-1.5 gap-y-0.5 ${named ? "flex-wrap" : ""}`}
        >
          <span className="group-hover/version:underline">
            {named ? `${model} ` : ""}v{number}
          </span>
          {stage === "None" ? null : <StageBadge stage={stage} />}
        </Link>
      ))}
    </span>
  );
}
