import { z } from "zod";
import { EmbeddedInngestError } from "../errors";
import { nextTick } from "./cron";
import { durationMs } from "./duration";
import { compileExpression } from "./expression";

/** Options the SDK may declare and this server does not enforce; a function that uses one is refused. */
const unsupportedOptions = [
  "rateLimit",
  "throttle",
  "debounce",
  "batchEvents",
  "priority",
  "singleton",
] as const;

const limit = z.object({
  limit: z.number().int().positive(),
  key: z.string().optional(),
  scope: z.string().optional(),
});
const concurrency = z
  .union([
    z
      .number()
      .int()
      .positive()
      .transform((value) => [{ limit: value }]),
    limit.transform((one) => [one]),
    z.array(limit),
  ])
  .default([]);
const trigger = z.object({
  event: z.string().min(1).optional(),
  expression: z.string().optional(),
  cron: z.string().min(1).optional(),
});

const declared = z.looseObject({
  id: z.string().min(1),
  name: z.string().default(""),
  triggers: z.array(trigger).default([]),
  steps: z.object({
    step: z.object({ retries: z.object({ attempts: z.number().int().min(0) }).optional() }),
  }),
  idempotency: z.string().optional(),
  concurrency,
  timeouts: z.object({ start: z.string().optional(), finish: z.string().optional() }).optional(),
  cancel: z
    .array(z.object({ event: z.string().min(1), timeout: z.string().optional(), if: z.string().optional() }))
    .default([]),
});

export interface ConcurrencyLimit {
  readonly limit: number;
  readonly key?: string;
}

/** A registered function: what the SDK declared, checked, in the form the rules use. */
export interface FunctionConfig {
  readonly id: string;
  readonly name: string;
  readonly eventTriggers: readonly { readonly event: string; readonly expression?: string }[];
  readonly crons: readonly string[];
  /** First attempt and retries together. */
  readonly maxAttempts: number;
  readonly idempotency?: string;
  readonly concurrency: readonly ConcurrencyLimit[];
  readonly startTimeoutMs: number | null;
  readonly finishTimeoutMs: number | null;
  readonly cancelOn: readonly {
    readonly event: string;
    readonly if?: string;
    readonly timeoutMs: number | null;
  }[];
}

/** Checks a whole app's functions; the first thing this server cannot do is refused by function and option. */
export function parseFunctionConfigs(functions: unknown, now: Date): FunctionConfig[] {
  const list = z.array(z.unknown()).safeParse(functions);
  if (!list.success) throw new EmbeddedInngestError("invalid_registration", "`functions` must be a list");
  return list.data.map((one) => parseFunctionConfig(one, now));
}

export function parseFunctionConfig(input: unknown, now: Date): FunctionConfig {
  const parsed = declared.safeParse(input);
  if (!parsed.success) {
    throw new EmbeddedInngestError(
      "invalid_registration",
      `a function's configuration is invalid: ${z.prettifyError(parsed.error)}`,
    );
  }
  const config = parsed.data;
  for (const option of unsupportedOptions) {
    if (config[option] !== undefined && config[option] !== null) refuseOption(config.id, option);
  }
  for (const one of config.concurrency) {
    if ("scope" in one && one.scope !== undefined && one.scope !== "fn")
      refuseOption(config.id, `concurrency.scope "${one.scope}"`);
  }
  return named(config.id, () => compile(config, now));
}

function compile(config: z.infer<typeof declared>, now: Date): FunctionConfig {
  const events = config.triggers.flatMap(({ event, expression }) =>
    event === undefined ? [] : [{ event, expression }],
  );
  const crons = config.triggers.flatMap(({ cron }) => (cron === undefined ? [] : [cron]));
  for (const { expression } of events) if (expression) compileExpression(expression, ["event"]);
  for (const cron of crons) nextTick(cron, now);
  for (const { key } of config.concurrency as ConcurrencyLimit[]) if (key) compileExpression(key, ["event"]);
  if (config.idempotency) compileExpression(config.idempotency, ["event"]);
  for (const cancel of config.cancel) if (cancel.if) compileExpression(cancel.if, ["event", "async"]);
  return {
    id: config.id,
    name: config.name,
    eventTriggers: events,
    crons: [...new Set(crons)],
    maxAttempts: (config.steps.step.retries?.attempts ?? 3) + 1,
    idempotency: config.idempotency,
    concurrency: config.concurrency.map(({ limit: most, ...rest }) => ({
      limit: most,
      ...("key" in rest ? { key: rest.key } : {}),
    })),
    startTimeoutMs: optionalMs(config.timeouts?.start),
    finishTimeoutMs: optionalMs(config.timeouts?.finish),
    cancelOn: config.cancel.map((one) => ({
      event: one.event,
      if: one.if,
      timeoutMs: optionalMs(one.timeout),
    })),
  };
}

function optionalMs(text: string | undefined): number | null {
  return text === undefined ? null : durationMs(text);
}

function refuseOption(functionId: string, option: string): never {
  throw new EmbeddedInngestError(
    "unsupported_option",
    `function "${functionId}" uses ${option}, which the embedded Inngest server does not support; ` +
      "remove it, or point INNGEST_BASE_URL at an Inngest server that does",
  );
}

function named<T>(functionId: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof EmbeddedInngestError) {
      throw new EmbeddedInngestError(error.code, `function "${functionId}": ${error.message}`);
    }
    throw error;
  }
}
