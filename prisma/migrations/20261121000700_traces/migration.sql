-- Traces of MLflow 3: what one request did, span by span, with what is said of it and files of its own.
CREATE TYPE "TraceState" AS ENUM ('STATE_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS');

CREATE TYPE "AssessmentKind" AS ENUM ('feedback', 'expectation', 'issue');

CREATE TABLE "Trace" (
    "projectId" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "experimentId" UUID NOT NULL,
    "clientRequestId" TEXT,
    "requestTime" TIMESTAMPTZ(3) NOT NULL,
    "duration" BIGINT,
    "state" "TraceState" NOT NULL,
    "requestPreview" TEXT,
    "responsePreview" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "isFinal" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Trace_pkey" PRIMARY KEY ("projectId","id")
);

CREATE TABLE "TraceSpan" (
    "projectId" UUID NOT NULL,
    "traceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "parentId" TEXT,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startTime" BIGINT NOT NULL,
    "endTime" BIGINT,
    "content" TEXT NOT NULL,

    CONSTRAINT "TraceSpan_pkey" PRIMARY KEY ("projectId","traceId","id")
);

CREATE TABLE "TraceAssessment" (
    "projectId" UUID NOT NULL,
    "traceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "AssessmentKind" NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSONB,
    "error" JSONB,
    "sourceType" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "spanId" TEXT,
    "rationale" TEXT,
    "metadata" JSONB,
    "overrides" TEXT,
    "isValid" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TraceAssessment_pkey" PRIMARY KEY ("projectId","traceId","id")
);

CREATE TABLE "TraceArtifact" (
    "projectId" UUID NOT NULL,
    "traceId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "blobHash" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TraceArtifact_pkey" PRIMARY KEY ("projectId","traceId","path")
);

CREATE TABLE "RunTrace" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "traceId" TEXT NOT NULL,

    CONSTRAINT "RunTrace_pkey" PRIMARY KEY ("projectId","runId","traceId")
);

CREATE INDEX "Trace_projectId_experimentId_requestTime_id_idx" ON "Trace"("projectId", "experimentId", "requestTime" DESC, "id");

CREATE INDEX "RunTrace_projectId_traceId_idx" ON "RunTrace"("projectId", "traceId");

ALTER TABLE "Trace" ADD CONSTRAINT "Trace_projectId_experimentId_fkey" FOREIGN KEY ("projectId", "experimentId") REFERENCES "Experiment"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "TraceSpan" ADD CONSTRAINT "TraceSpan_projectId_traceId_fkey" FOREIGN KEY ("projectId", "traceId") REFERENCES "Trace"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "TraceAssessment" ADD CONSTRAINT "TraceAssessment_projectId_traceId_fkey" FOREIGN KEY ("projectId", "traceId") REFERENCES "Trace"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "TraceArtifact" ADD CONSTRAINT "TraceArtifact_projectId_traceId_fkey" FOREIGN KEY ("projectId", "traceId") REFERENCES "Trace"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "RunTrace" ADD CONSTRAINT "RunTrace_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "RunTrace" ADD CONSTRAINT "RunTrace_projectId_traceId_fkey" FOREIGN KEY ("projectId", "traceId") REFERENCES "Trace"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER count_blobs AFTER INSERT OR UPDATE OR DELETE ON "TraceArtifact" FOR EACH ROW EXECUTE FUNCTION count_artifact_blobs();
