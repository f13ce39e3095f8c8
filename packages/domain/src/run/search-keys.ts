/** The tag by which MLflow knows a child run; its value is the parent's id. */
export const PARENT_TAG = "mlflow.parentRunId";

/** What steps and runs of a search are called: "tune:0", its trials "tune:0:trial:17". */
export const SEARCH_PREFIX = "tune:";
export const TRIAL_PART = ":trial:";

/** True for the run of one trial of a search. */
export function isTrialKey(stepKey: string | null): boolean {
  return stepKey !== null && stepKey.startsWith(SEARCH_PREFIX) && stepKey.includes(TRIAL_PART);
}
