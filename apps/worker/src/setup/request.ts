import { z } from "zod";

const setupRequest = z.strictObject({
  /** A CSV file of the user's own, and the column to predict. Absent: the demo's made-up homes. */
  dataFile: z.string().optional(),
  target: z.string().optional(),
  /** Where the facts about the demo are written. */
  demoFile: z.string(),
  webUrl: z.string(),
  inferenceUrl: z.string(),
});
export type SetupRequest = z.infer<typeof setupRequest>;

const setupEnv = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  OBJECT_STORE: z.string().optional(),
  PIPEPILOT_SETUP: z.string(),
});

export interface SetupEnv {
  readonly settings: { readonly DATABASE_URL: string; readonly OBJECT_STORE?: string };
  readonly request: SetupRequest;
}

/** @throws ZodError, SyntaxError */
export function parseSetupEnv(variables: NodeJS.Dict<string>): SetupEnv {
  const { PIPEPILOT_SETUP, ...settings } = setupEnv.parse(variables);
  return { settings, request: setupRequest.parse(JSON.parse(PIPEPILOT_SETUP)) };
}
