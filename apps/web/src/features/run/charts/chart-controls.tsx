"use client";

import { Field } from "@pipepilot/ui/field";
import { NativeSelect } from "@pipepilot/ui/native-select";
import { Slider } from "@pipepilot/ui/slider";
import { SwitchField } from "@pipepilot/ui/switch";
import type { AddressChange } from "@/features/shell/use-address";
import { MOST_SMOOTHING, X_AXES, type ChartView, type XAxis } from "./chart-view";

const NAMES: Record<XAxis, string> = { step: "Step", time: "Time", relative: "Relative time" };

interface ChartControlsProps {
  view: ChartView;
  change: (changes: AddressChange) => void;
}

/** One set of controls for all charts of a run. */
export function ChartControls({ view, change }: ChartControlsProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
      <Field label="Over" className="flex-row items-center gap-2">
        <NativeSelect
          size="sm"
          value={view.x}
          onChange={({ target }) => change({ x: target.value === "step" ? null : target.value })}
        >
          {X_AXES.map((x) => (
            <option key={x} value={x}>
              {NAMES[x]}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Slider
        label="Smoothing"
        min={0}
        max={MOST_SMOOTHING}
        step={0.01}
        value={view.smoothing}
        written={view.smoothing.toFixed(2)}
        onValueChange={(value) => change({ smooth: value === 0 ? null : String(value) })}
      />
      <SwitchField
        label="Log scale"
        checked={view.logY}
        onCheckedChange={(log) => change({ scale: log ? "log" : null })}
      />
      <SwitchField
        label="Log x axis"
        checked={view.logX}
        disabled={view.x === "time"}
        onCheckedChange={(log) => change({ xscale: log ? "log" : null })}
      />
    </div>
  );
}
