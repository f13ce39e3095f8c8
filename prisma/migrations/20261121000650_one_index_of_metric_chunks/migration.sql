-- Every logged call writes here: one index serves both the key and the reading of a metric's history.
ALTER TABLE "MetricChunk" DROP CONSTRAINT "MetricChunk_pkey";
DROP INDEX "MetricChunk_projectId_runId_key_id_idx";
ALTER TABLE "MetricChunk" ADD CONSTRAINT "MetricChunk_pkey" PRIMARY KEY ("projectId", "runId", "key", "id");
