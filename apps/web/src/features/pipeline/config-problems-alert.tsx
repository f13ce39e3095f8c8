import { Alert } from "@pipepilot/ui/alert";
import { problemText, type ConfigProblem } from "./config-problem";

const NAMED = 3;

/** All that is wrong with the config, in short; nothing when nothing is. */
export function ConfigProblemsAlert({
  problems,
  className,
}: {
  problems: readonly ConfigProblem[];
  className?: string;
}) {
  if (problems.length === 0) return null;
  const more = problems.length - NAMED;
  return (
    <Alert
      tone="error"
      title={
        problems.length === 1
          ? "One thing to mend in the config"
          : `${problems.length} things to mend in the config`
      }
      className={className}
    >
      {problems.slice(0, NAMED).map(problemText).join(" · ")}
      {more > 0 ? ` · and ${more} more below` : null}
    </Alert>
  );
}
