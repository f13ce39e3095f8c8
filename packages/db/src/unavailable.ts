import { Prisma } from "./generated/prisma/client";

/** Prisma's own: cannot reach, timed out, closed the connection, no connection free in time. */
const PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024"]);
/** PostgreSQL's: 08 connection, 57P01 to 57P03 shutting down and starting, 53300 too many connections. */
const POSTGRES_CODES = /^(08...|57P0[123]|53300)$/;
const DRIVER_KINDS = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout"]);
/** Of the driver, the pool and Prisma, where there is no code. */
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Transaction API error: Unable to start a transaction)/;

interface DriverCause {
  readonly kind?: string;
  readonly originalCode?: string;
}

/** Whether an error says that the server cannot be reached or ends its connections, rather than what is wrong with a query. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (MESSAGES.test(error.message)) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return isDriverCause(error.cause);
  return PRISMA_CODES.has(error.code) || isDriverCause(driverCause(error));
}

function driverCause({ meta }: Prisma.PrismaClientKnownRequestError): unknown {
  return (meta as { driverAdapterError?: { cause?: unknown } } | undefined)?.driverAdapterError?.cause;
}

function isDriverCause(cause: unknown): boolean {
  if (typeof cause !== "object" || cause === null) return false;
  const { kind, originalCode } = cause as DriverCause;
  return DRIVER_KINDS.has(kind ?? "") || POSTGRES_CODES.test(originalCode ?? "");
}
