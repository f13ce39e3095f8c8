-- Logged models of MLflow 3: what a run reads and makes, with files, parameters, tags and metrics of their own.
CREATE TYPE "LoggedModelStatus" AS ENUM ('PENDING', 'READY', 'FAILED');

CREATE TYPE "RunModelRole" AS ENUM ('input', 'output');

CREATE TABLE "LoggedModel" (
    "projectId" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "experimentId" UUID NOT NULL,
    "sourceRunId" TEXT,
    "name" TEXT NOT NULL,
    "modelType" TEXT,
    "status" "LoggedModelStatus" NOT NULL DEFAULT 'PENDING',
    "createdBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LoggedModel_pkey" PRIMARY KEY ("projectId","id")
);

CREATE TABLE "LoggedModelParam" (
    "projectId" UUID NOT NULL,
    "modelId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "LoggedModelParam_pkey" PRIMARY KEY ("projectId","modelId","key")
);

CREATE TABLE "LoggedModelTag" (
    "projectId" UUID NOT NULL,
    "modelId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "LoggedModelTag_pkey" PRIMARY KEY ("projectId","modelId","key")
);

CREATE TABLE "LoggedModelMetric" (
    "projectId" UUID NOT NULL,
    "modelId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "step" BIGINT NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "datasetName" TEXT NOT NULL DEFAULT '',
    "datasetDigest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "LoggedModelMetric_pkey" PRIMARY KEY ("projectId","modelId","key","timestamp","step","runId","datasetName","datasetDigest")
);

CREATE TABLE "LoggedModelArtifact" (
    "projectId" UUID NOT NULL,
    "modelId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "blobHash" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LoggedModelArtifact_pkey" PRIMARY KEY ("projectId","modelId","path")
);

CREATE TABLE "RunLoggedModel" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "role" "RunModelRole" NOT NULL,
    "modelId" TEXT NOT NULL,
    "step" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "RunLoggedModel_pkey" PRIMARY KEY ("projectId","runId","role","modelId","step")
);

CREATE INDEX "LoggedModel_projectId_experimentId_createdAt_id_idx" ON "LoggedModel"("projectId", "experimentId", "createdAt" DESC, "id");

CREATE INDEX "LoggedModel_projectId_sourceRunId_idx" ON "LoggedModel"("projectId", "sourceRunId");

CREATE INDEX "LoggedModelMetric_projectId_runId_idx" ON "LoggedModelMetric"("projectId", "runId");

CREATE INDEX "RunLoggedModel_projectId_modelId_idx" ON "RunLoggedModel"("projectId", "modelId");

ALTER TABLE "LoggedModel" ADD CONSTRAINT "LoggedModel_projectId_experimentId_fkey" FOREIGN KEY ("projectId", "experimentId") REFERENCES "Experiment"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "LoggedModel" ADD CONSTRAINT "LoggedModel_projectId_sourceRunId_fkey" FOREIGN KEY ("projectId", "sourceRunId") REFERENCES "Run"("projectId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

ALTER TABLE "LoggedModelParam" ADD CONSTRAINT "LoggedModelParam_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "LoggedModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "LoggedModelTag" ADD CONSTRAINT "LoggedModelTag_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "LoggedModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "LoggedModelMetric" ADD CONSTRAINT "LoggedModelMetric_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "LoggedModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "LoggedModelMetric" ADD CONSTRAINT "LoggedModelMetric_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "LoggedModelArtifact" ADD CONSTRAINT "LoggedModelArtifact_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "LoggedModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "RunLoggedModel" ADD CONSTRAINT "RunLoggedModel_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "RunLoggedModel" ADD CONSTRAINT "RunLoggedModel_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "LoggedModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "LoggedModel" ADD CONSTRAINT "LoggedModel_id_form" CHECK (id ~ '^m-[0-9a-f]{32}$');

-- What a model was made with does not change.
CREATE TRIGGER append_only BEFORE UPDATE ON "LoggedModelParam" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

CREATE TRIGGER count_blobs AFTER INSERT OR UPDATE OR DELETE ON "LoggedModelArtifact" FOR EACH ROW EXECUTE FUNCTION count_artifact_blobs();
