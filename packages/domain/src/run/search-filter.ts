import { Prisma } from "@pipepilot/db";
import type { Comparison, NumberTest, PresenceTest, TextTest } from "../search/comparison";
import { numberCondition, textCondition, timeCondition } from "../search/conditions";
import type { DatasetKey } from "../search/grammar";
import { artifactUri } from "./artifact-uri";
import { CONTEXT_TAG, ownDigest } from "./dataset-input";
import { USER_TAG } from "./keys";

/** MLflow keeps a run's name in this tag as well; ours have it only as their name. */
export const RUN_NAME_TAG = "mlflow.runName";

/** How a query names the run of a row. */
export interface RunReference {
  projectId: Prisma.Sql;
  runId: Prisma.Sql;
}
export const RUN: RunReference = { projectId: Prisma.sql`r."projectId"`, runId: Prisma.sql`r.id` };

/**
 * True of the runs `r` of which the comparison holds. What a run does not have is equal and unequal to nothing. Each is answered by
 * one look into a primary key: as a join PostgreSQL would have to guess well how many rows there are. Where another row names the
 * run, `run` spares reading the run itself.
 */
export function runCondition({ field: { kind, key }, test }: Comparison, run: RunReference): Prisma.Sql {
  switch (kind) {
    case "metric":
      return numberCondition(valueOf("RunMetric", key, run), test as NumberTest);
    case "param":
      return optionalText(valueOf("RunParam", key, run), test as TextTest | PresenceTest);
    case "tag":
      return optionalText(tagText(key, run), test as TextTest | PresenceTest);
    case "attribute":
      return attributeCondition(key, test as NumberTest | TextTest);
    case "dataset":
      return datasetCondition(key as DatasetKey, test as TextTest, run);
    default:
      throw new Error(`The grammar of runs has no ${kind}.`);
  }
}

/** The value that a run has for a key, null where it has none. */
export function valueOf(
  table: "RunMetric" | "RunParam" | "RunTag",
  key: string,
  { projectId, runId }: RunReference,
): Prisma.Sql {
  return Prisma.sql`(SELECT k.value FROM ${Prisma.raw(`"${table}"`)} k
    WHERE k."projectId" = ${projectId} AND k."runId" = ${runId} AND k.key = ${key})`;
}

function tagText(key: string, run: RunReference): Prisma.Sql {
  return key === RUN_NAME_TAG ? Prisma.sql`r.name` : valueOf("RunTag", key, run);
}

function optionalText(value: Prisma.Sql, test: TextTest | PresenceTest): Prisma.Sql {
  if (test.type !== "presence") return textCondition(value, test);
  return test.comparator === "IS NULL" ? Prisma.sql`${value} IS NULL` : Prisma.sql`${value} IS NOT NULL`;
}

function attributeCondition(key: string, test: NumberTest | TextTest): Prisma.Sql {
  if (test.type === "number" && key === "duration") return numberCondition(DURATION_MS, test);
  if (test.type === "number")
    return timeCondition(key === "start_time" ? Prisma.sql`r."startTime"` : Prisma.sql`r."endTime"`, test);
  return textCondition(attributeText(key), test);
}

/** Of a run `r`; null while it runs. MLflow has no such attribute: its tables count it in the browser. */
export const DURATION_MS = Prisma.sql`(extract(epoch FROM r."endTime" - r."startTime") * 1000)::float8`;

/** An attribute that is a text, of a run `r`. */
export function attributeText(key: string): Prisma.Sql {
  switch (key) {
    case "run_id":
      return Prisma.sql`r.id`;
    case "run_name":
      return Prisma.sql`r.name`;
    case "status":
      return Prisma.sql`r.status::text`;
    case "user_id":
      return Prisma.sql`coalesce(${valueOf("RunTag", USER_TAG, RUN)}, r."createdBy"->>'name', '')`;
    case "artifact_uri":
      return artifactUri;
    default:
      throw new Error(`The grammar of runs has an attribute ${key} that no column answers.`);
  }
}

/** Of the datasets that clients describe and of our own versions alike. */
function datasetCondition(key: DatasetKey, test: TextTest, { projectId, runId }: RunReference): Prisma.Sql {
  const described = {
    name: Prisma.sql`t.name`,
    digest: Prisma.sql`t.digest`,
    context: Prisma.sql`(jsonb_path_query_first(d.tags, '$[*] ? (@.key == $key).value',
      jsonb_build_object('key', ${CONTEXT_TAG}::text)) #>> '{}')`,
  }[key];
  const own = { name: Prisma.sql`s.name`, digest: ownDigest, context: Prisma.sql`i.context` }[key];
  return Prisma.sql`EXISTS (
    SELECT 1 FROM "RunDataset" d
      JOIN "TrackedDataset" t ON t."projectId" = d."projectId" AND t.id = d."datasetId"
      WHERE d."projectId" = ${projectId} AND d."runId" = ${runId} AND ${textCondition(described, test)}
    UNION ALL
    SELECT 1 FROM "RunInput" i
      JOIN "DatasetVersion" v ON v."projectId" = i."projectId" AND v.id = i."datasetVersionId"
      JOIN "Dataset" s ON s."projectId" = v."projectId" AND s.id = v."datasetId"
      WHERE i."projectId" = ${projectId} AND i."runId" = ${runId} AND ${textCondition(own, test)})`;
}
