import {
  preparingFromJSON,
  type ClassLabel,
  type FamilyId,
  type FittedPreparing,
  type Matrix,
  type PreparingJSON,
  type Signature,
  type Task,
} from "@pipepilot/ml";
import { decodeFrame, encodeFrame, floats, integers, type Frame, type FrameArray } from "./frame";

export const SIDES = ["train", "validation", "test"] as const;
export type Side = (typeof SIDES)[number];

export interface SideData {
  /** shape (rows): the table's row indexes */
  readonly rows: Int32Array;
  readonly x: Matrix;
  /** shape (rows): values or class indexes */
  readonly y: Float64Array;
}

/** One way the table was prepared; families with the same needs share it. */
export interface Variant {
  readonly families: readonly FamilyId[];
  readonly preparing: FittedPreparing;
  readonly signature: Signature;
  readonly sides: Readonly<Record<Side, SideData>>;
}

/** A table, split and prepared. */
export interface Prepared {
  readonly task: Task;
  readonly target: string;
  readonly classes: readonly ClassLabel[] | null;
  readonly variants: readonly Variant[];
}

interface Header {
  readonly task: Task;
  readonly target: string;
  readonly classes: readonly ClassLabel[] | null;
  readonly variants: readonly {
    readonly families: readonly FamilyId[];
    readonly preparing: PreparingJSON;
    readonly signature: Signature;
  }[];
}

export function encodePrepared({ task, target, classes, variants }: Prepared): Uint8Array {
  const header: Header = {
    task,
    target,
    classes,
    variants: variants.map(({ families, preparing, signature }) => ({
      families,
      preparing: preparing.toJSON(),
      signature,
    })),
  };
  const arrays: [string, FrameArray][] = [];
  for (const side of SIDES) {
    const [{ sides }] = variants;
    arrays.push([`rows.${side}`, sides[side].rows], [`y.${side}`, sides[side].y]);
    variants.forEach((variant, index) => arrays.push([`x${index}.${side}`, variant.sides[side].x.data]));
  }
  return encodeFrame(header, arrays);
}

/** The part of a prepared table that this family learns from. Throws where it was not prepared for the family. */
export function decodePrepared(bytes: Uint8Array, family: FamilyId): Omit<Prepared, "variants"> & Variant {
  const frame = decodeFrame<Header>(bytes);
  const { variants, ...common } = frame.header;
  const index = variants.findIndex(({ families }) => families.includes(family));
  if (index < 0) throw new Error(`The data was not prepared for ${family}.`);
  const { families, preparing: json, signature } = variants[index];
  const preparing = preparingFromJSON(json);
  const sideData = (side: Side): SideData => readSide(frame, index, side, preparing.featureNames);
  const sides = { train: sideData("train"), validation: sideData("validation"), test: sideData("test") };
  return { ...common, families, preparing, signature, sides };
}

/** The table's row indexes of one side. */
export function preparedRows(bytes: Uint8Array, side: Side): Int32Array {
  return integers(decodeFrame<Header>(bytes), `rows.${side}`);
}

function readSide(
  frame: Frame<Header>,
  index: number,
  side: Side,
  featureNames: readonly string[],
): SideData {
  const rows = integers(frame, `rows.${side}`);
  const x: Matrix = { rowCount: rows.length, featureNames, data: floats(frame, `x${index}.${side}`) };
  return { rows, x, y: floats(frame, `y.${side}`) };
}
