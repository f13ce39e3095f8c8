-- Searches of runs that stay fast with many of them. A schema file can say neither of the partial nor of the computed index.

-- Runs by the value of a metric, with the run's id, so that the table itself need not be read. The condition holds for every value,
-- NaN included: it keeps the index for queries that ask for an order or a range. To look up one run's metric there is the primary key,
-- and PostgreSQL, where it knows little of a project's rows, takes the one for the other and walks over all runs each time.
CREATE INDEX "RunMetric_by_value" ON "RunMetric" ("projectId", "key", "value", "runId") WHERE "value" >= '-Infinity'::float8;
DROP INDEX "RunMetric_projectId_key_value_idx";

-- Newest first over several experiments.
CREATE INDEX "Run_projectId_startTime_id_idx" ON "Run"("projectId", "startTime" DESC, "id");

-- Runs with this value of a parameter; cut, since an index holds no long texts.
CREATE INDEX "RunParam_by_value" ON "RunParam" ("projectId", "key", left("value", 500), "runId");
