import type { FitProgress, TaskRunner } from "@pipepilot/ml";

/** What a step may use besides its input. Nothing in it changes the bytes it makes. */
export interface StepContext {
  readonly runner?: TaskRunner;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FitProgress) => void;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Facts = { [key: string]: Json };

/** Bytes to keep, by name, and small facts about them. */
export interface StepResult<Blob extends string = string, F extends Facts = Facts> {
  readonly blobs: Readonly<Record<Blob, Uint8Array>>;
  readonly facts: F;
  /** Lines for the step's log. */
  readonly log: readonly string[];
}

/** One kind of step: pure, from typed input (bytes and parameters) to bytes and facts. */
export interface Step<Input, Result extends StepResult> {
  readonly id: string;
  /** Raised with every change of what it computes, so that no older result is taken for it. */
  readonly codeVersion: number;
  run(input: Input, context: StepContext): Result | Promise<Result>;
}
