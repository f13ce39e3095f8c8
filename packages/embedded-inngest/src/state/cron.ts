import { CronExpressionParser } from "cron-parser";
import { EmbeddedInngestError, messageOf } from "../errors";

const zoned = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/;

/** The first tick of `cron` strictly after `after`. A time zone stands in front, as in "TZ=Europe/Paris 0 12 * * 5"; without one it is UTC. */
export function nextTick(cron: string, after: Date): Date {
  const match = zoned.exec(cron.trim());
  const expression = match?.[2] ?? cron.trim();
  try {
    const fields = expression.split(/\s+/).length;
    if (!expression.startsWith("@") && fields !== 5)
      throw new Error(`five fields are expected, not ${fields}`);
    return CronExpressionParser.parse(expression, { currentDate: after, tz: match?.[1] ?? "UTC" })
      .next()
      .toDate();
  } catch (error) {
    throw new EmbeddedInngestError(
      "invalid_cron",
      `the cron trigger "${cron}" is invalid: ${messageOf(error)}`,
    );
  }
}
