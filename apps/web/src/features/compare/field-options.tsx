import { Button } from "@pipepilot/ui/button";
import { Dialog } from "@pipepilot/ui/dialog";
import { Field as FormField } from "@pipepilot/ui/field";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { SwitchField } from "@pipepilot/ui/switch";
import type { CompareView } from "./compare-view";
import type { Field } from "./comparison";
import { CURRENCIES } from "./field-format";
import type { ChangeView } from "./use-compare-view";

interface FieldOptionsProps {
  field: Field | undefined;
  onClose: () => void;
  view: CompareView;
  change: ChangeView;
  /** The fields that are axes of the parallel coordinates now. */
  axes: readonly string[];
}

const STANDARD = "";

/** What one can do with a line of the table: how it is written, and the runs ordered, coloured and drawn by it. */
export function FieldOptions({ field, onClose, view, change, axes }: FieldOptionsProps) {
  if (!field) return null;
  const { id } = field;
  const { order, log } = view;
  const names = new Intl.DisplayNames("en", { type: "currency" });
  const orderedBy = order?.field === id ? (order.descending ? "descending" : "ascending") : "";

  function setFormat(format: string) {
    change(({ formats }) => {
      const { [id]: _, ...others } = formats;
      return { formats: format === STANDARD ? others : { ...others, [id]: format } };
    });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={<span className="break-all">{field.label}</span>}
      description={field.label === field.key ? undefined : field.key}
      size="sm"
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className="flex flex-col gap-3.5">
        {field.numeric && field.unit === undefined ? (
          <FormField label="Written as">
            <NativeSelect
              value={view.formats[id] ?? STANDARD}
              onChange={(event) => setFormat(event.target.value)}
            >
              <option value={STANDARD}>As usual</option>
              <option value="percent">Percent</option>
              <option value="digits">All digits</option>
              <optgroup label="Currency">
                {CURRENCIES.map((code) => (
                  <option key={code} value={code}>
                    {code}, {names.of(code)}
                  </option>
                ))}
              </optgroup>
            </NativeSelect>
          </FormField>
        ) : null}
        <FormField label="Order of the runs">
          <NativeSelect
            value={orderedBy}
            onChange={({ target: { value } }) =>
              change({ order: value === "" ? null : { field: id, descending: value === "descending" } })
            }
          >
            <option value="">
              {order && order.field !== id ? "By something else" : "As they were chosen"}
            </option>
            <option value="ascending">Lowest first</option>
            <option value="descending">Highest first</option>
          </NativeSelect>
        </FormField>
        {field.numeric ? (
          <SwitchField
            label="Log scale"
            checked={log.includes(id)}
            onCheckedChange={(on) => change({ log: on ? [...log, id] : log.filter((other) => other !== id) })}
          />
        ) : null}
        <SwitchField
          label="Axis of the parallel coordinates"
          checked={axes.includes(id)}
          disabled={axes.includes(id) && axes.length <= 2}
          onCheckedChange={(on) =>
            change({ axes: on ? [...axes, id] : axes.filter((other) => other !== id) })
          }
        />
        <SwitchField
          label="Colours the runs"
          checked={view.color === id}
          onCheckedChange={(on) => change({ color: on ? id : null })}
        />
      </div>
    </Dialog>
  );
}
