-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "SchemaVerdict" AS ENUM ('passed', 'warned', 'blocked');

-- CreateEnum
CREATE TYPE "Stage" AS ENUM ('None', 'Development', 'Staging', 'Production', 'Archived');

-- CreateEnum
CREATE TYPE "PipelineRunStatus" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "StepRunStatus" AS ENUM ('pending', 'running', 'succeeded', 'cached', 'skipped', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'maintainer', 'contributor', 'viewer');

-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED');

-- CreateEnum
CREATE TYPE "MetricDirection" AS ENUM ('minimize', 'maximize');

-- CreateTable
CREATE TABLE "Blob" (
    "hash" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "refCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Blob_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Dataset" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Dataset_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "DatasetVersion" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "contentHash" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "sourceHash" TEXT NOT NULL,
    "parquetHash" TEXT NOT NULL,
    "rowCount" INTEGER NOT NULL,
    "columns" JSONB NOT NULL,
    "profile" JSONB NOT NULL,
    "parseReport" JSONB NOT NULL,
    "provenance" JSONB NOT NULL,
    "createdBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DatasetVersion_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "SchemaContract" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "datasetId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "columns" JSONB NOT NULL,
    "createdBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SchemaContract_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "SchemaCheck" (
    "projectId" UUID NOT NULL,
    "datasetVersionId" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "verdict" "SchemaVerdict" NOT NULL,
    "findings" JSONB NOT NULL,
    "passedRules" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SchemaCheck_pkey" PRIMARY KEY ("projectId","datasetVersionId")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "data" JSONB NOT NULL,
    "idempotencyKey" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dispatchedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RegisteredModel" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RegisteredModel_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "ModelVersion" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "stage" "Stage" NOT NULL DEFAULT 'None',
    "description" TEXT NOT NULL DEFAULT '',
    "runId" TEXT,
    "datasetVersionId" UUID,
    "task" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "signature" JSONB NOT NULL,
    "files" JSONB NOT NULL,
    "bundleHash" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "createdBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ModelVersion_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "StageTransition" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "modelVersionId" UUID NOT NULL,
    "from" "Stage" NOT NULL,
    "to" "Stage" NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StageTransition_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "ModelAlias" (
    "projectId" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "alias" TEXT NOT NULL,
    "modelVersionId" UUID NOT NULL,

    CONSTRAINT "ModelAlias_pkey" PRIMARY KEY ("projectId","modelId","alias")
);

-- CreateTable
CREATE TABLE "Pipeline" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "datasetId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Pipeline_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "PipelineConfig" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "pipelineId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "parsed" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "createdBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PipelineConfig_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "PipelineRun" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "pipelineId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "configId" UUID NOT NULL,
    "datasetVersionId" UUID NOT NULL,
    "status" "PipelineRunStatus" NOT NULL DEFAULT 'queued',
    "cause" JSONB NOT NULL,
    "error" JSONB,
    "decision" JSONB,
    "createdBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PipelineRun_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "StepRun" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "pipelineRunId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "dependsOn" TEXT[],
    "title" TEXT NOT NULL,
    "status" "StepRunStatus" NOT NULL DEFAULT 'pending',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "inputHash" TEXT,
    "inputParts" JSONB,
    "reason" TEXT,
    "outputs" JSONB,
    "progress" JSONB,
    "error" JSONB,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "StepRun_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "StepLogLine" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "stepRunId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "StepLogLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("projectId","userId")
);

-- CreateTable
CREATE TABLE "Experiment" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "primaryMetric" TEXT NOT NULL,
    "metricDirection" "MetricDirection" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Experiment_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "Run" (
    "projectId" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "experimentId" UUID NOT NULL,
    "pipelineRunId" UUID,
    "stepKey" TEXT,
    "name" TEXT NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'RUNNING',
    "environment" JSONB NOT NULL,
    "error" JSONB,
    "createdBy" JSONB NOT NULL,
    "startTime" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endTime" TIMESTAMPTZ(3),

    CONSTRAINT "Run_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "RunParam" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "RunParam_pkey" PRIMARY KEY ("projectId","runId","key")
);

-- CreateTable
CREATE TABLE "RunTag" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "RunTag_pkey" PRIMARY KEY ("projectId","runId","key")
);

-- CreateTable
CREATE TABLE "RunMetric" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "step" BIGINT NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RunMetric_pkey" PRIMARY KEY ("projectId","runId","key")
);

-- CreateTable
CREATE TABLE "MetricPoint" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "step" BIGINT NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MetricPoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunInput" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "datasetVersionId" UUID NOT NULL,
    "context" TEXT NOT NULL,

    CONSTRAINT "RunInput_pkey" PRIMARY KEY ("projectId","runId","datasetVersionId","context")
);

-- CreateTable
CREATE TABLE "Artifact" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "blobHash" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Artifact_pkey" PRIMARY KEY ("projectId","runId","path")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "defaultModelId" UUID,
    "createdBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "ServingInstance" (
    "id" UUID NOT NULL,
    "hostname" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "memoryBytes" BIGINT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "heartbeatAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ServingInstance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServingLoad" (
    "instanceId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "modelVersionId" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "error" TEXT,
    "loadedAt" TIMESTAMPTZ(3),
    "requestCount" BIGINT NOT NULL DEFAULT 0,
    "errorCount" BIGINT NOT NULL DEFAULT 0,
    "latencyP50Ms" DOUBLE PRECISION,
    "latencyP95Ms" DOUBLE PRECISION,
    "requestsPerMin" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "ServingLoad_pkey" PRIMARY KEY ("instanceId","projectId","modelVersionId")
);

-- CreateTable
CREATE TABLE "Prediction" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "modelVersionId" UUID NOT NULL,
    "apiKeyId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "latencyMs" DOUBLE PRECISION NOT NULL,
    "rowCount" INTEGER NOT NULL,
    "inputs" JSONB,
    "outputs" JSONB NOT NULL,

    CONSTRAINT "Prediction_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInAttempt" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "windowStart" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignInAttempt_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Dataset_projectId_name_key" ON "Dataset"("projectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "DatasetVersion_projectId_datasetId_number_key" ON "DatasetVersion"("projectId", "datasetId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "SchemaContract_projectId_datasetId_number_key" ON "SchemaContract"("projectId", "datasetId", "number");

-- CreateIndex
CREATE INDEX "Event_projectId_at_idx" ON "Event"("projectId", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Event_projectId_idempotencyKey_key" ON "Event"("projectId", "idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "RegisteredModel_projectId_name_key" ON "RegisteredModel"("projectId", "name");

-- CreateIndex
CREATE INDEX "ModelVersion_projectId_runId_idx" ON "ModelVersion"("projectId", "runId");

-- CreateIndex
CREATE UNIQUE INDEX "ModelVersion_projectId_modelId_number_key" ON "ModelVersion"("projectId", "modelId", "number");

-- CreateIndex
CREATE INDEX "StageTransition_projectId_modelVersionId_at_idx" ON "StageTransition"("projectId", "modelVersionId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Pipeline_projectId_name_key" ON "Pipeline"("projectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "PipelineConfig_projectId_pipelineId_number_key" ON "PipelineConfig"("projectId", "pipelineId", "number");

-- CreateIndex
CREATE INDEX "PipelineRun_projectId_status_idx" ON "PipelineRun"("projectId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "PipelineRun_projectId_pipelineId_number_key" ON "PipelineRun"("projectId", "pipelineId", "number");

-- CreateIndex
CREATE INDEX "StepRun_projectId_inputHash_idx" ON "StepRun"("projectId", "inputHash");

-- CreateIndex
CREATE UNIQUE INDEX "StepRun_projectId_pipelineRunId_key_key" ON "StepRun"("projectId", "pipelineRunId", "key");

-- CreateIndex
CREATE INDEX "StepLogLine_projectId_stepRunId_id_idx" ON "StepLogLine"("projectId", "stepRunId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Project_slug_key" ON "Project"("slug");

-- CreateIndex
CREATE INDEX "Member_userId_idx" ON "Member"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Experiment_projectId_name_key" ON "Experiment"("projectId", "name");

-- CreateIndex
CREATE INDEX "Run_projectId_experimentId_startTime_id_idx" ON "Run"("projectId", "experimentId", "startTime" DESC, "id");

-- CreateIndex
CREATE INDEX "Run_projectId_pipelineRunId_idx" ON "Run"("projectId", "pipelineRunId");

-- CreateIndex
CREATE INDEX "RunMetric_projectId_key_value_idx" ON "RunMetric"("projectId", "key", "value");

-- CreateIndex
CREATE INDEX "MetricPoint_projectId_runId_key_step_idx" ON "MetricPoint"("projectId", "runId", "key", "step");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "ServingLoad_projectId_modelVersionId_idx" ON "ServingLoad"("projectId", "modelVersionId");

-- CreateIndex
CREATE INDEX "Prediction_projectId_modelVersionId_at_idx" ON "Prediction"("projectId", "modelVersionId", "at");

-- CreateIndex
CREATE INDEX "Prediction_projectId_at_idx" ON "Prediction"("projectId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- AddForeignKey
ALTER TABLE "Dataset" ADD CONSTRAINT "Dataset_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_projectId_datasetId_fkey" FOREIGN KEY ("projectId", "datasetId") REFERENCES "Dataset"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SchemaContract" ADD CONSTRAINT "SchemaContract_projectId_datasetId_fkey" FOREIGN KEY ("projectId", "datasetId") REFERENCES "Dataset"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SchemaCheck" ADD CONSTRAINT "SchemaCheck_projectId_datasetVersionId_fkey" FOREIGN KEY ("projectId", "datasetVersionId") REFERENCES "DatasetVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SchemaCheck" ADD CONSTRAINT "SchemaCheck_projectId_contractId_fkey" FOREIGN KEY ("projectId", "contractId") REFERENCES "SchemaContract"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegisteredModel" ADD CONSTRAINT "RegisteredModel_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "RegisteredModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_projectId_datasetVersionId_fkey" FOREIGN KEY ("projectId", "datasetVersionId") REFERENCES "DatasetVersion"("projectId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StageTransition" ADD CONSTRAINT "StageTransition_projectId_modelVersionId_fkey" FOREIGN KEY ("projectId", "modelVersionId") REFERENCES "ModelVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelAlias" ADD CONSTRAINT "ModelAlias_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "RegisteredModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelAlias" ADD CONSTRAINT "ModelAlias_projectId_modelVersionId_fkey" FOREIGN KEY ("projectId", "modelVersionId") REFERENCES "ModelVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pipeline" ADD CONSTRAINT "Pipeline_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pipeline" ADD CONSTRAINT "Pipeline_projectId_datasetId_fkey" FOREIGN KEY ("projectId", "datasetId") REFERENCES "Dataset"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PipelineConfig" ADD CONSTRAINT "PipelineConfig_projectId_pipelineId_fkey" FOREIGN KEY ("projectId", "pipelineId") REFERENCES "Pipeline"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PipelineRun" ADD CONSTRAINT "PipelineRun_projectId_pipelineId_fkey" FOREIGN KEY ("projectId", "pipelineId") REFERENCES "Pipeline"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PipelineRun" ADD CONSTRAINT "PipelineRun_projectId_configId_fkey" FOREIGN KEY ("projectId", "configId") REFERENCES "PipelineConfig"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PipelineRun" ADD CONSTRAINT "PipelineRun_projectId_datasetVersionId_fkey" FOREIGN KEY ("projectId", "datasetVersionId") REFERENCES "DatasetVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StepRun" ADD CONSTRAINT "StepRun_projectId_pipelineRunId_fkey" FOREIGN KEY ("projectId", "pipelineRunId") REFERENCES "PipelineRun"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StepLogLine" ADD CONSTRAINT "StepLogLine_projectId_stepRunId_fkey" FOREIGN KEY ("projectId", "stepRunId") REFERENCES "StepRun"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Experiment" ADD CONSTRAINT "Experiment_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_projectId_experimentId_fkey" FOREIGN KEY ("projectId", "experimentId") REFERENCES "Experiment"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_projectId_pipelineRunId_fkey" FOREIGN KEY ("projectId", "pipelineRunId") REFERENCES "PipelineRun"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunParam" ADD CONSTRAINT "RunParam_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunTag" ADD CONSTRAINT "RunTag_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunMetric" ADD CONSTRAINT "RunMetric_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MetricPoint" ADD CONSTRAINT "MetricPoint_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunInput" ADD CONSTRAINT "RunInput_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunInput" ADD CONSTRAINT "RunInput_projectId_datasetVersionId_fkey" FOREIGN KEY ("projectId", "datasetVersionId") REFERENCES "DatasetVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Artifact" ADD CONSTRAINT "Artifact_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServingLoad" ADD CONSTRAINT "ServingLoad_instanceId_fkey" FOREIGN KEY ("instanceId") REFERENCES "ServingInstance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServingLoad" ADD CONSTRAINT "ServingLoad_projectId_modelVersionId_fkey" FOREIGN KEY ("projectId", "modelVersionId") REFERENCES "ModelVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Prediction" ADD CONSTRAINT "Prediction_projectId_modelVersionId_fkey" FOREIGN KEY ("projectId", "modelVersionId") REFERENCES "ModelVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
