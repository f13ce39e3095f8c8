"use client";

import type { RunDescription } from "@pipepilot/domain/run/table-schema";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { SwitchField } from "@pipepilot/ui/switch";
import { orderParams } from "@/features/run/param-order";
import { ColumnDialog } from "./column-dialog";
import type { ShownColumns } from "./run-columns";
import type { RunsAddress } from "./runs-view";
import { SavedViews } from "./saved-views";

interface TableToolsProps {
  project: string;
  experiment: string;
  address: RunsAddress;
  description: RunDescription;
  shown: ShownColumns;
  /** Shows something else. */
  show: (changed: Partial<RunsAddress["view"]>) => void;
  hrefOf: (view: RunsAddress["view"]) => string;
}

/** Views, columns, grouping, trials. */
export function TableTools(props: TableToolsProps) {
  const { project, experiment, address, description, shown, show, hrefOf } = props;
  const { view } = address;
  const differing = orderParams(description.params.filter(({ differs }) => differs).map(({ key }) => key));
  const others = orderParams(description.params.filter(({ differs }) => !differs).map(({ key }) => key));
  const groups = [...new Set([...(view.group === null ? [] : [view.group]), ...differing, ...others])];
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {description.hasChildren ? (
        <SwitchField
          label="Show trials"
          className="mr-1.5"
          checked={view.trials}
          onCheckedChange={(trials) => show({ trials })}
        />
      ) : null}
      {groups.length > 0 ? (
        <NativeSelect
          size="sm"
          aria-label="Group by"
          className="w-40"
          value={view.group ?? ""}
          onChange={(event) => show({ group: event.target.value || null })}
        >
          <option value="">No grouping</option>
          {groups.map((key) => (
            <option key={key} value={key}>
              by {key}
            </option>
          ))}
        </NativeSelect>
      ) : null}
      <ColumnDialog
        project={project}
        shown={shown}
        description={description}
        onChange={(columns) =>
          show({ columns: columns && [...columns.others], pinned: columns ? [...columns.pinned] : [] })
        }
      />
      <SavedViews project={project} experiment={experiment} view={view} hrefOf={hrefOf} />
    </div>
  );
}
