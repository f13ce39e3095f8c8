import { evaluateExpression, matchesExpression } from "./expression";
import type { FunctionConfig } from "./function-config";
import type { EventPayload } from "./types";

/** Whether an event starts `config`: the name of a trigger (a trailing * matches any ending) and its expression. */
export function isTriggeredBy(config: FunctionConfig, event: EventPayload): boolean {
  return config.eventTriggers.some(
    (trigger) => nameMatches(trigger.event, event.name) && matchesExpression(trigger.expression, { event }),
  );
}

/** Whether `event` cancels a run of `config` that `started` began at `startedAt`. */
export function isCancelledBy(
  config: FunctionConfig,
  started: EventPayload,
  startedAt: Date,
  event: EventPayload,
  now: Date,
): boolean {
  return config.cancelOn.some(
    (cancel) =>
      cancel.event === event.name &&
      (cancel.timeoutMs === null || now.getTime() - startedAt.getTime() <= cancel.timeoutMs) &&
      matchesExpression(cancel.if, { event: started, async: event }),
  );
}

/** The slots one execution of `config` for `event` takes up: one per concurrency limit, told apart by its key. */
export function slotKeys(config: FunctionConfig, event: EventPayload): string[] {
  return config.concurrency.map(({ key }, index) =>
    key === undefined ? `${index}` : `${index}:${JSON.stringify(evaluateExpression(key, { event }))}`,
  );
}

/** The key under which a second event does not start `config` again; null when it has no idempotency option. */
export function idempotencyKey(config: FunctionConfig, event: EventPayload): string | null {
  return config.idempotency === undefined
    ? null
    : JSON.stringify(evaluateExpression(config.idempotency, { event }));
}

function nameMatches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
