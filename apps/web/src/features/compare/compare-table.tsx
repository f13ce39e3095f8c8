"use client";

import { memo, useMemo, useState } from "react";
import { MOST_COMPARED_TEXT } from "@pipepilot/domain/run/compare-schema";
import { IconButton } from "@pipepilot/ui/icon-button";
import { Link } from "@pipepilot/ui/link";
import { LineName, SideBySide, type SideBySideColumn, type SideBySideLine } from "@pipepilot/ui/side-by-side";
import { SlidersHorizontal } from "lucide-react";
import { BestMark } from "@/features/run/best-mark";
import { trackedRunHref } from "@/features/pipeline/pipeline-href";
import { bestIndexes, directionOf, isJudging } from "./best-values";
import { orderRuns } from "./chosen-runs";
import type { CompareView } from "./compare-view";
import type { Comparison, Field } from "./comparison";
import { readValue } from "./field-format";
import { runCell } from "./run-cell";
import { tableSections } from "./table-lines";

interface CompareTableProps {
  project: string;
  comparison: Comparison;
  view: Pick<CompareView, "onlyDifferences" | "onlyChosen" | "find" | "order" | "formats">;
  chosen: ReadonlySet<string> | undefined;
  /** The colour of each run in the charts. */
  colors: readonly string[];
  active: string | undefined;
  onActive: (run: string | undefined) => void;
  onOptions: (field: string) => void;
}

/** Runs side by side: a column a run, a line for everything they differ in. The best value of a metric has a star. */
export const CompareTable = memo(function CompareTable(props: CompareTableProps) {
  const { project, comparison, view, chosen, colors, active, onActive, onOptions } = props;
  const { onlyDifferences, onlyChosen, find, order, formats } = view;
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const places = useMemo(
    () => orderRuns(comparison, { order, onlyChosen }, chosen),
    [comparison, order, onlyChosen, chosen],
  );
  const sections = useMemo(
    () => tableSections(comparison, { onlyDifferences, find }),
    [comparison, onlyDifferences, find],
  );
  const columns = useMemo(
    () => places.map((run) => runColumn(project, comparison, run, colors[run], chosen)),
    [project, comparison, places, colors, chosen],
  );
  const lines = useMemo(
    () =>
      sections.flatMap(({ id, title, fields, folded }): SideBySideLine[] => {
        const isFolded = folded !== turned.has(id);
        const onFold = () => setTurned(toggled(turned, id));
        return [
          {
            kind: "section",
            id: `section ${id}`,
            label: title,
            folded: isFolded,
            onFold,
            count: fields.length,
          },
          ...(isFolded
            ? []
            : fields.map((field) => fieldLine({ project, field, comparison, places, formats, onOptions }))),
        ];
      }),
    [project, sections, turned, comparison, places, formats, onOptions],
  );
  return (
    <SideBySide
      caption="Runs side by side"
      corner={`${places.length} runs`}
      columns={columns}
      lines={lines}
      active={active}
      onActive={onActive}
    />
  );
});

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

function runColumn(
  project: string,
  { runs, experiments }: Comparison,
  place: number,
  color: string,
  chosen: ReadonlySet<string> | undefined,
): SideBySideColumn {
  const run = runs[place];
  return {
    id: run.id,
    label: run.name,
    faint: chosen !== undefined && !chosen.has(run.id),
    head: (
      <span className="flex items-start gap-1.5">
        <span
          aria-hidden="true"
          className="mt-[7px] size-2 shrink-0 rounded-full"
          style={{ background: color }}
        />
        <span className="line-clamp-2 min-w-0 leading-snug break-all">
          <Link
            href={trackedRunHref(project, experiments[run.experiment].name, run.id)}
            className="font-semibold hover:underline"
          >
            {run.name}
          </Link>
          {run.isBest ? (
            <>
              {" "}
              <BestMark label="best run" />
            </>
          ) : null}
        </span>
      </span>
    ),
  };
}

interface FieldLine {
  project: string;
  field: Field;
  comparison: Comparison;
  /** The runs' places in the order of the columns. */
  places: readonly number[];
  formats: CompareView["formats"];
  onOptions: (field: string) => void;
}

function fieldLine({ project, field, comparison, places, formats, onOptions }: FieldLine): SideBySideLine {
  const { experiment, runs } = comparison;
  const name = field.label === field.key ? field.key : `${field.label} (${field.key})`;
  const best =
    field.kind === "metric" && isJudging(field.key, experiment)
      ? bestIndexes(field.values as readonly (number | undefined)[], directionOf(field.key, experiment))
      : NO_BEST;
  return {
    kind: "values",
    id: field.id,
    label: name,
    quiet: !field.differs,
    head: (
      <span className="flex items-center gap-1">
        <span className="min-w-0 flex-1">
          <LineName mono={field.kind === "param" || field.kind === "tag"} title={name}>
            {field.label}
          </LineName>
        </span>
        {field.kind === "metric" || field.kind === "param" || field.unit ? (
          <IconButton
            size="sm"
            label={`Options of ${field.label}`}
            onClick={() => onOptions(field.id)}
            className="-my-1 shrink-0 opacity-0 group-hover/line:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
          >
            <SlidersHorizontal aria-hidden="true" className="size-3.5" />
          </IconButton>
        ) : null}
      </span>
    ),
    cell(column) {
      const run = places[column];
      const text = readValue(field, run, formats);
      const linked = runCell(project, field, runs[run]);
      if (linked !== undefined) return linked;
      if (!best.has(run)) return text;
      return (
        <span className="font-semibold">
          {text} <BestMark />
        </span>
      );
    },
    read: (column) => fullValue(field, places[column], formats) + (best.has(places[column]) ? ", best" : ""),
  };
}

const NO_BEST: ReadonlySet<number> = new Set();

/** A value in full: as it was logged, and as the table writes it where that is something else. */
function fullValue(field: Field, run: number, formats: CompareView["formats"]): string {
  const shown = readValue(field, run, formats);
  const value = field.values[run];
  const text = field.texts?.[run] ?? (value === undefined || field.unit ? shown : String(value));
  const whole =
    field.cut && text.length >= MOST_COMPARED_TEXT ? `${text}… (the rest stands on the run's page)` : text;
  return whole === shown || text === "" ? shown : `${shown} = ${whole}`;
}
