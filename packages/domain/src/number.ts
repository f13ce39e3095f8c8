import { z } from "zod";

/** The largest whole number of the database's integer columns. */
const MAX_INTEGER = 2 ** 31 - 1;

/** The number of a version, a config or a run: counted from 1. */
export const positiveNumber = z.int().min(1).max(MAX_INTEGER);
