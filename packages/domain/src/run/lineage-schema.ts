import type { LoggedModelStatusName } from "../logged-model/schema";
import type { Step } from "./step";
import type { TrackedInput } from "./tracked";

/** A run by name, to link to. */
export interface RunRef {
  id: string;
  name: string;
  /** Its experiment's name. */
  experiment: string;
}

/** A logged model that a run read or made. */
export interface RunModel {
  id: string;
  name: string;
  modelType: string | null;
  status: LoggedModelStatusName;
  role: "input" | "output";
  /** of the training at which it was made */
  step: Step;
  /** The run that made it. */
  sourceRun: RunRef | null;
}

/** The first 50 of every kind. */
export interface RunLineage {
  /** As clients describe them; versions of our own datasets stand with the run. */
  datasets: TrackedInput[];
  modelInputs: RunModel[];
  modelOutputs: RunModel[];
  parent: RunRef | null;
  children: RunRef[];
  childCount: number;
  /** Other runs that read a model this one made. */
  readers: RunRef[];
  /** Folders of its artifacts that hold an MLmodel file; "" is the root. */
  modelFolders: string[];
}
