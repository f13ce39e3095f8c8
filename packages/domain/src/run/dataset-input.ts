import { Prisma } from "@pipepilot/db";

/** MLflow's tag that says what a run read a dataset for. */
export const CONTEXT_TAG = "mlflow.data.context";

/** Our own dataset versions, beside those that clients describe. */
export const OWN_SOURCE_TYPE = "pipepilot";

/** Of a dataset version `v`: as long as MLflow's own digests. */
export const ownDigest = Prisma.sql`left(v."contentHash", 8)`;
