import { isBetter, type MetricKey } from "@pipepilot/ml";
import type { PipelineConfig } from "../config/schema";
import { formatValue, metricTitle } from "./format";
import { bestOf } from "./promote";

export interface RegistrationCandidate {
  readonly name: string;
  /** The primary metric on the test rows. */
  readonly value: number | null;
}

export interface Registration {
  readonly name: string;
  readonly register: boolean;
  readonly reason: string;
}

/** Which candidates become model versions, and why the others do not. */
export function decideRegistration(input: {
  readonly policy: PipelineConfig["register"]["policy"];
  /** `enable_mlflow` of the config. */
  readonly enabled: boolean;
  readonly metric: MetricKey;
  readonly candidates: readonly RegistrationCandidate[];
  readonly champion: { readonly number: number; readonly value: number | null } | null;
}): Registration[] {
  const { policy, enabled, metric, candidates, champion } = input;
  const all = (register: boolean, reason: string) =>
    candidates.map(({ name }) => ({ name, register, reason: `${name} ${reason}` }));
  if (!enabled) return all(false, "is not registered: enable_mlflow is false.");
  if (policy === "never") return all(false, "is not registered: register.policy is never.");
  if (policy === "always") return all(true, "is registered: register.policy is always.");
  if (!champion || champion.value === null) {
    const best = bestOf(candidates, metric);
    return candidates.map(({ name }) => ({
      name,
      register: name === best?.name,
      reason: `${name} ${name === best?.name ? "is registered: the best, with no champion to beat." : "is not registered: another candidate is better."}`,
    }));
  }
  const reference = champion.value;
  return candidates.map(({ name, value }) => {
    const register = value !== null && isBetter(metric, value, reference);
    const than = `than champion v${champion.number} (${metricTitle(metric)} ${formatValue(reference)})`;
    const verdict = register ? "is registered: better" : "is not registered: not better";
    return { name, register, reason: `${name} ${verdict} ${than}.` };
  });
}
