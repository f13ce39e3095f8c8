import { Prisma } from "@pipepilot/db";

/** Of a run `r`: where MLflow's clients send and look for its files. */
export const artifactUri = Prisma.sql`('mlflow-artifacts:/' || r."experimentId" || '/' || r.id || '/artifacts')`;
