import type { ServingState } from "@pipepilot/domain/model/schema";
import type { ServingInstanceRow } from "@pipepilot/domain/serving/schema";

/** What living processes say of a version; null where none has it. Stages play no part in it. */
export function servingState(
  instances: readonly Pick<ServingInstanceRow, "alive" | "loads">[],
  version: { model: string; number: number },
): ServingState | null {
  const loads = instances
    .filter(({ alive }) => alive)
    .flatMap((instance) => instance.loads)
    .filter(({ model, number }) => model === version.model && number === version.number);
  if (loads.length === 0) return null;
  const ready = loads.filter(({ state }) => state === "ready").length;
  const loading = loads.some(({ state }) => state === "loading");
  return {
    state: ready > 0 ? "ready" : loading ? "loading" : "failed",
    instances: ready,
    error: loads.find(({ state }) => state === "failed")?.error ?? null,
  };
}
