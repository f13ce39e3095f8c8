import { z } from "zod";

export const loggedModelId = z
  .string()
  .regex(/^m-[0-9a-f]{32}$/, "A logged model's id is m- and 32 hexadecimal digits.");
