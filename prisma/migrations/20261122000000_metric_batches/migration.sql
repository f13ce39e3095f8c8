-- A row for a call that logs a point of each of many metrics, instead of one for each: a thousand rows, their keys and their
-- checks were half of what such a call cost.
CREATE TABLE "MetricBatch" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "keys" TEXT[],
    "values" DOUBLE PRECISION[],
    "steps" BIGINT[],
    "timestamps" BIGINT[],

    CONSTRAINT "MetricBatch_pkey" PRIMARY KEY ("projectId", "runId", "id"),
    CONSTRAINT "MetricBatch_even" CHECK (
      cardinality("keys") > 0 AND cardinality("values") = cardinality("keys")
      AND cardinality("steps") = cardinality("keys") AND cardinality("timestamps") = cardinality("keys")
    )
);
ALTER TABLE "MetricBatch" ADD CONSTRAINT "MetricBatch_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER append_only BEFORE UPDATE ON "MetricBatch" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

-- Numbers of measurements hardly shrink: compressing a thousand points took two thirds of writing them, and unpacking them for a
-- sample as much of reading it, for a third of the space.
ALTER TABLE "MetricChunk"
  ALTER COLUMN "values" SET STORAGE EXTERNAL,
  ALTER COLUMN "steps" SET STORAGE EXTERNAL,
  ALTER COLUMN "timestamps" SET STORAGE EXTERNAL;
ALTER TABLE "MetricBatch"
  ALTER COLUMN "keys" SET STORAGE EXTERNAL,
  ALTER COLUMN "values" SET STORAGE EXTERNAL,
  ALTER COLUMN "steps" SET STORAGE EXTERNAL,
  ALTER COLUMN "timestamps" SET STORAGE EXTERNAL;

-- All that is logged of one metric of these runs. Chunks have an id and stay; a point that is still in a batch has none.
CREATE FUNCTION metric_history(project UUID, runs TEXT[], metric TEXT)
RETURNS TABLE ("runId" TEXT, "id" BIGINT, "values" DOUBLE PRECISION[], "steps" BIGINT[], "timestamps" BIGINT[])
LANGUAGE sql STABLE AS $$
  SELECT c."runId", c.id, c.values, c.steps, c.timestamps FROM "MetricChunk" c
  WHERE c."projectId" = project AND c."runId" = ANY(runs) AND c.key = metric
  UNION ALL
  SELECT b."runId", NULL, ARRAY[b.values[place]], ARRAY[b.steps[place]], ARRAY[b.timestamps[place]]
  FROM "MetricBatch" b, array_position(b.keys, metric) AS place
  WHERE b."projectId" = project AND b."runId" = ANY(runs) AND place IS NOT NULL
$$;
