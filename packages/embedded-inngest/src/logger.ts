/** Where the server reports to; pino and console fit. */
export interface EmbeddedInngestLogger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const toStderr = (message: string): void => void process.stderr.write(`embedded-inngest: ${message}\n`);

/** Warnings and errors to stderr, nothing else. */
export const quietLogger: EmbeddedInngestLogger = { info: () => undefined, warn: toStderr, error: toStderr };
