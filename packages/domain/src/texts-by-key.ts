import { z } from "zod";

/** Texts under keys of somebody's own: as zod's record, which leaves out a key that is called `__proto__`. */
export function textsByKey(key: z.ZodType<string, string>, value: z.ZodType<string>) {
  return z
    .custom<Record<string, unknown>>(
      (given) => typeof given === "object" && given !== null && !Array.isArray(given),
      "Invalid input: expected record",
    )
    .transform((given, ctx) => {
      const entries = Object.entries(given).map(([name, text]) => {
        const [parsedKey, parsedText] = [key.safeParse(name), value.safeParse(text)];
        for (const { error } of [parsedKey, parsedText])
          for (const { message, path } of error?.issues ?? [])
            ctx.issues.push({ code: "custom", message, path: [name, ...path], input: text });
        return [parsedKey.data ?? name, parsedText.data ?? ""] as const;
      });
      // Own properties, whatever they are called: an assignment to `__proto__` would be none.
      return Object.fromEntries(entries);
    });
}
