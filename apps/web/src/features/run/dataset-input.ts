import type { TrackedInput } from "@pipepilot/domain/run/tracked";
import { z } from "zod";

export interface DatasetFacts {
  /** What the run read it for: training, eval. */
  context: string | null;
  /** Where it came from, in the shortest words its source has. */
  source: string;
  rows: number | null;
  columns: { name: string; type: string }[];
}

const source = z.looseObject({
  uri: z.string().optional(),
  url: z.string().optional(),
  path: z.string().optional(),
});
const profile = z.looseObject({ num_rows: z.number() });
const schema = z.object({
  mlflow_colspec: z.array(z.looseObject({ name: z.string().optional(), type: z.string() })),
});

/** What is worth telling of a dataset as MLflow's clients describe it; what is of no known form is left out. */
export function readDataset({
  source: from,
  profile: of,
  schema: columns,
  tags,
}: TrackedInput): DatasetFacts {
  const named = source.safeParse(json(from)).data;
  return {
    context: tags.find(({ key }) => key === "mlflow.data.context")?.value ?? null,
    source: named?.uri ?? named?.url ?? named?.path ?? from,
    rows: profile.safeParse(json(of)).data?.num_rows ?? null,
    columns: (schema.safeParse(json(columns)).data?.mlflow_colspec ?? []).map(({ name, type }, index) => ({
      name: name ?? String(index),
      type,
    })),
  };
}

function json(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
