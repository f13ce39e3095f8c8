-- Experiments and runs as MLflow's clients know them: tags, trash, datasets.
ALTER TABLE "Experiment"
  ALTER COLUMN "primaryMetric" DROP NOT NULL,
  ALTER COLUMN "metricDirection" SET DEFAULT 'minimize',
  ADD COLUMN "artifactLocation" TEXT,
  ADD COLUMN "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "deletedAt" TIMESTAMPTZ(3);
UPDATE "Experiment" SET "updatedAt" = "createdAt";

ALTER TABLE "Run" ADD COLUMN "deletedAt" TIMESTAMPTZ(3);

-- What a run was trained with does not change.
CREATE FUNCTION refuse_param_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'RunParam is immutable' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER immutable_param BEFORE UPDATE ON "RunParam" FOR EACH ROW EXECUTE FUNCTION refuse_param_change();

CREATE TABLE "ExperimentTag" (
    "projectId" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "ExperimentTag_pkey" PRIMARY KEY ("projectId","experimentId","key")
);
ALTER TABLE "ExperimentTag" ADD CONSTRAINT "ExperimentTag_projectId_experimentId_fkey" FOREIGN KEY ("projectId", "experimentId") REFERENCES "Experiment"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "TrackedDataset" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sourceType" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "schema" TEXT,
    "profile" TEXT,

    CONSTRAINT "TrackedDataset_pkey" PRIMARY KEY ("projectId","id")
);
CREATE UNIQUE INDEX "TrackedDataset_projectId_experimentId_name_digest_key" ON "TrackedDataset"("projectId", "experimentId", "name", "digest");
ALTER TABLE "TrackedDataset" ADD CONSTRAINT "TrackedDataset_projectId_experimentId_fkey" FOREIGN KEY ("projectId", "experimentId") REFERENCES "Experiment"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "RunDataset" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "datasetId" UUID NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "RunDataset_pkey" PRIMARY KEY ("projectId","runId","datasetId")
);
ALTER TABLE "RunDataset" ADD CONSTRAINT "RunDataset_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "RunDataset" ADD CONSTRAINT "RunDataset_projectId_datasetId_fkey" FOREIGN KEY ("projectId", "datasetId") REFERENCES "TrackedDataset"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A row for what one call logged of a metric, instead of one for each point: a tenth of the rows to write and to read.
CREATE TABLE "MetricChunk" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "values" DOUBLE PRECISION[],
    "steps" BIGINT[],
    "timestamps" BIGINT[],

    CONSTRAINT "MetricChunk_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "MetricChunk_even" CHECK (
      cardinality("values") > 0 AND cardinality("steps") = cardinality("values") AND cardinality("timestamps") = cardinality("values")
    )
);
CREATE INDEX "MetricChunk_projectId_runId_key_id_idx" ON "MetricChunk"("projectId", "runId", "key", "id");
ALTER TABLE "MetricChunk" ADD CONSTRAINT "MetricChunk_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "MetricChunk" ("projectId", "runId", "key", "values", "steps", "timestamps")
SELECT "projectId", "runId", "key", array_agg(value ORDER BY place), array_agg(step ORDER BY place),
  array_agg((extract(epoch FROM timestamp) * 1000)::bigint ORDER BY place)
FROM (
  SELECT *, row_number() OVER (PARTITION BY "projectId", "runId", "key" ORDER BY step, timestamp, id) AS place
  FROM "MetricPoint"
) AS point
GROUP BY "projectId", "runId", "key", place / 1000;
CREATE TRIGGER append_only BEFORE UPDATE ON "MetricChunk" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
DROP TABLE "MetricPoint";
