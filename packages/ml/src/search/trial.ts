import { z } from "zod";
import type { ParamValue, ParamValues } from "./space";

export const DIRECTIONS = ["minimize", "maximize"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export type TrialState = "running" | "complete" | "pruned" | "failed";

/** One try of the search. */
export interface Trial {
  /** 0 for the first that was asked for. */
  readonly id: number;
  readonly params: ParamValues;
  readonly state: TrialState;
  /** Of a complete trial; null for others. */
  readonly value: number | null;
  /** What was reported on the way, by rising step. */
  readonly reports: readonly Report[];
}

export type Report = readonly [step: number, value: number];

/** JSON has no NaN and no infinities. */
const anyNumber = z.union([
  z.number(),
  z.enum(["NaN", "Infinity", "-Infinity"]).transform((text) => Number(text)),
]);

export const trialSchema = z.strictObject({
  id: z.int().min(0),
  params: z.record(
    z.string(),
    z.custom<ParamValue>((value) => value !== undefined),
  ),
  state: z.enum(["running", "complete", "pruned", "failed"]),
  value: anyNumber.nullable(),
  reports: z.array(z.tuple([z.int().min(0), anyNumber])),
});

export type TrialJSON = z.input<typeof trialSchema>;

export function trialToJSON({ id, params, state, value, reports }: Trial): TrialJSON {
  return {
    id,
    params: { ...params },
    state,
    value: value === null ? null : numberToJSON(value),
    reports: reports.map(([step, each]) => [step, numberToJSON(each)]),
  };
}

function numberToJSON(value: number): number | "NaN" | "Infinity" | "-Infinity" {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

/** The last report; null before the first. */
export function lastReport({ reports }: Pick<Trial, "reports">): Report | null {
  return reports.length === 0 ? null : reports[reports.length - 1];
}

/** A value turned so that smaller is better. */
export function toMinimise(direction: Direction, value: number): number {
  return direction === "minimize" ? value : -value;
}
