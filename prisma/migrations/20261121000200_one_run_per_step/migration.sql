-- A step of a pipeline run has one tracked run, however often the step is tried again.
DROP INDEX "Run_projectId_pipelineRunId_idx";
CREATE UNIQUE INDEX "Run_projectId_pipelineRunId_stepKey_key" ON "Run"("projectId", "pipelineRunId", "stepKey");
