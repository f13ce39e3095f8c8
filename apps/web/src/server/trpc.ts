import "server-only";
import { DomainError, type ErrorKind } from "@pipepilot/domain/errors";
import { invalidInput } from "@pipepilot/domain/parse";
import { openProject } from "@pipepilot/domain/project/open";
import { toDomainError } from "@pipepilot/domain/unavailable";
import { initTRPC, TRPCError } from "@trpc/server";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";
import { z, ZodError } from "zod";
import { transformer } from "@/trpc/transformer";
import { currentContext } from "./session";

const CODES: Record<ErrorKind, TRPC_ERROR_CODE_KEY> = {
  invalid: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  too_large: "PAYLOAD_TOO_LARGE",
  rate_limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
};

/** A verb's error as tRPC's. */
export const translated = (cause: DomainError) =>
  new TRPCError({ code: CODES[cause.kind], message: cause.message, cause });

export const createContext = async () => {
  try {
    return { ctx: await currentContext() };
  } catch (error) {
    const known = toDomainError(error);
    throw known ? translated(known) : error;
  }
};

const t = initTRPC.context<typeof createContext>().create({
  transformer,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter({ shape, error }) {
    const domain = DomainError.is(error.cause) ? { code: error.cause.code, facts: error.cause.facts } : null;
    const known = domain !== null || error.code !== "INTERNAL_SERVER_ERROR";
    // What nobody foresaw is logged, and told apart from its cause: no SQL, paths or stacks leave the server.
    const message = known ? shape.message : "Something went wrong on our side. It has been logged.";
    return {
      ...shape,
      message,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, domain },
    };
  },
});

const translateErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  const known = cause instanceof ZodError ? invalidInput(cause) : toDomainError(cause);
  if (known) throw translated(known);
  return result;
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** For everyone signed in. */
export const procedure = t.procedure.use(translateErrors).use(async ({ ctx, next }) => {
  if (!ctx.ctx) throw new DomainError("unauthenticated", "Sign in first.");
  return next({ ctx: { ctx: ctx.ctx } });
});

/** For members of the project that the raw input names; verbs then check the permission. */
export const projectProcedure = procedure.use(async ({ ctx, getRawInput, next }) => {
  const raw = z.object({ project: z.string().max(64) }).safeParse(await getRawInput());
  if (!raw.success) throw new DomainError("invalid_input", "project: Name the project.");
  return next({ ctx: { ctx: await openProject(ctx.ctx, raw.data.project) } });
});

/**
 * Gives a verb's input its type and takes off what is not the verb's: the project, which the gate has used, and what
 * tRPC's infinite queries add (a direction, though our lists only go forward, and the null cursor of a first page).
 * The verb itself parses.
 */
export const verbInput = <Input extends object>() =>
  z.looseObject({}).transform(({ project: _, direction: __, cursor, ...input }) => {
    return (cursor ? { ...input, cursor } : input) as unknown as Input;
  }) as unknown as z.ZodType<Input, Input & { project: string }>;
