import { ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { RunComparison } from "@pipepilot/domain/run/schema";
import { formatDuration } from "@pipepilot/ui/format";
import { Link } from "@pipepilot/ui/link";
import { Table, Td, Th, Tr } from "@pipepilot/ui/table";
import { formatMetric, metricTitle } from "@/features/metric/metric-format";
import { orderMetrics } from "@/features/metric/metric-order";
import { VersionLinks } from "@/features/model/version-links";
import { BestMark } from "@/features/run/best-mark";
import { isWellKnownParam, orderParams } from "@/features/run/param-order";
import { shortParam } from "@/features/run/param-text";
import { Inputs } from "@/features/run/run-facts";
import { RunStatus } from "@/features/run/run-status";
import { bestIndexes, directionOf, isJudging } from "./best-values";

interface CompareTableProps {
  project: string;
  comparison: RunComparison;
  onlyDifferences: boolean;
}

const firstCell = "sticky left-0 z-10 border-b border-line bg-panel px-3.5 py-[7px] text-left";

/** Runs side by side: a column a run, a line a metric or parameter. The best value of a metric has a star. */
export function CompareTable({ project, comparison, onlyDifferences }: CompareTableProps) {
  const { runs, params, metrics, datasetsDiffer } = comparison;
  const { experiment } = runs[0];
  const shown = (keys: RunComparison["params"]) =>
    keys.flatMap(({ key, differs }) => (differs || !onlyDifferences ? [key] : []));
  const shownParams = orderParams(shown(params));
  const shownMetrics = withoutRepeats(orderMetrics(shown(metrics), experiment.primaryMetric), metrics);
  const judging = shownMetrics.filter((key) => isJudging(key, experiment));
  const learning = shownMetrics.filter((key) => !judging.includes(key));
  // What runs did on the rows they learned from is rarely what one compares.
  const [folded, setFolded] = useState(judging.length > 0);
  const particular = shownParams.filter(
    (key) => !isWellKnownParam(key) && runs.some(({ params: own }) => !(key in own)),
  );
  const common = shownParams.filter((key) => !particular.includes(key));
  const [showsParticular, setShowsParticular] = useState(common.length === 0);
  const same = new Set(params.flatMap(({ key, differs }) => (differs ? [] : [key])));
  const width = runs.length + 1;
  return (
    <Table>
      <caption className="sr-only">Runs side by side</caption>
      <thead>
        <tr>
          <Th className={firstCell}>
            <span className="sr-only">What is compared</span>
          </Th>
          {runs.map((run) => (
            <Th key={run.id} className="min-w-36 text-base text-text">
              <span className="inline-flex items-center gap-1.5">
                {run.isBest ? <BestMark label="best run" /> : null}
                <Link
                  href={`/${project}/experiments/${encodeURIComponent(run.experiment.name)}/runs/${run.id}`}
                  className="font-semibold hover:underline"
                >
                  {run.name}
                </Link>
              </span>
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Line
          title="Status"
          cells={runs.map((run) => (
            <RunStatus key={run.id} status={run.status} />
          ))}
        />
        <Line title="Duration" cells={runs.map(({ durationMs }) => formatDuration(durationMs))} />
        <Line
          title="Version"
          cells={runs.map((run) => (
            <VersionLinks key={run.id} project={project} versions={run.versions} />
          ))}
        />
        {datasetsDiffer || !onlyDifferences ? (
          <Line
            title="Data"
            quiet={!datasetsDiffer}
            cells={runs.map((run) => (
              <Inputs key={run.id} project={project} inputs={run.inputs} />
            ))}
          />
        ) : null}
        <Section title="Metrics" width={width} shown={judging.length > 0} />
        {judging.map((key) => (
          <MetricLine key={key} name={key} runs={runs} />
        ))}
        <Section
          title="Metrics of training and validation rows"
          width={width}
          shown={learning.length > 0}
          folded={folded}
          onFold={() => setFolded(!folded)}
        />
        {folded ? null : learning.map((key) => <MetricLine key={key} name={key} runs={runs} />)}
        <Section title="Parameters" width={width} shown={common.length > 0} />
        {common.map((key) => (
          <ParamLine key={key} name={key} runs={runs} quiet={same.has(key)} />
        ))}
        <Section
          title="Parameters that only some of them have"
          width={width}
          shown={particular.length > 0}
          folded={!showsParticular}
          onFold={() => setShowsParticular(!showsParticular)}
        />
        {showsParticular
          ? particular.map((key) => <ParamLine key={key} name={key} runs={runs} quiet={false} />)
          : null}
      </tbody>
    </Table>
  );
}

/** The pipeline writes the test rows' metrics under their plain names too. */
function withoutRepeats(keys: string[], all: RunComparison["metrics"]): string[] {
  const known = new Set(all.map(({ key }) => key));
  return keys.filter((key) => !(key.startsWith("test_") && known.has(key.slice("test_".length))));
}

/** A metric of every run; where it judges the models the best value has a star. */
function MetricLine({ name, runs }: { name: string; runs: RunComparison["runs"] }) {
  const { experiment } = runs[0];
  const values = runs.map((run) => run.metrics[name] as number | undefined);
  const best = bestIndexes(values, isJudging(name, experiment) ? directionOf(name, experiment) : null);
  return (
    <Line
      title={<span title={name}>{metricTitle(name)}</span>}
      cells={values.map((value, index) => (
        <span key={runs[index].id} className={best.has(index) ? "font-semibold" : undefined}>
          {formatMetric(name, value)} {best.has(index) ? <BestMark /> : null}
        </span>
      ))}
    />
  );
}

function ParamLine({ name, runs, quiet }: { name: string; runs: RunComparison["runs"]; quiet: boolean }) {
  return (
    <Line
      title={<code>{name}</code>}
      quiet={quiet}
      cells={runs.map(({ id, params }) => (
        <span key={id} className="block max-w-[18ch] truncate" title={params[name]}>
          {shortParam(params[name])}
        </span>
      ))}
    />
  );
}

interface SectionProps {
  title: string;
  width: number;
  shown: boolean;
  /** Its lines are not shown; only for a section that can be folded. */
  folded?: boolean;
  onFold?: () => void;
}

function Section({ title, width, shown, folded, onFold }: SectionProps) {
  if (!shown) return null;
  return (
    <tr>
      <th
        scope="colgroup"
        colSpan={width}
        className="border-b border-line bg-sunken px-3.5 py-1.5 text-left text-sm font-semibold text-muted"
      >
        {onFold ? (
          <button
            type="button"
            aria-expanded={!folded}
            onClick={onFold}
            className="sticky left-3.5 inline-flex items-center gap-1 rounded-sm hover:text-text"
          >
            <ChevronRight aria-hidden="true" className={`size-3.5 ${folded ? "" : "rotate-90"}`} />
            {title}
          </button>
        ) : (
          <span className="sticky left-3.5">{title}</span>
        )}
      </th>
    </tr>
  );
}

/** What is the same everywhere is quiet, so that the differences are what one sees. */
function Line({ title, cells, quiet = false }: { title: ReactNode; cells: ReactNode[]; quiet?: boolean }) {
  return (
    <Tr className={quiet ? "text-muted" : undefined}>
      <th scope="row" className={`${firstCell} max-w-[32vw] truncate font-normal text-muted`}>
        {title}
      </th>
      {cells.map((cell, index) => (
        <Td key={index} className="num">
          {cell}
        </Td>
      ))}
    </Tr>
  );
}
