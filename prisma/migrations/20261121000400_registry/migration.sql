-- The registry as MLflow's clients know it: tags, times, sources, and deleting without losing history or numbers.
CREATE TYPE "VersionStatus" AS ENUM ('PENDING_REGISTRATION', 'FAILED_REGISTRATION', 'READY');

ALTER TABLE "RegisteredModel"
  ADD COLUMN "lastNumber" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "RegisteredModel" m SET
  "lastNumber" = coalesce((SELECT max(number) FROM "ModelVersion" v WHERE v."projectId" = m."projectId" AND v."modelId" = m.id), 0),
  "updatedAt" = "createdAt";

CREATE TABLE "RegisteredModelTag" (
    "projectId" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "RegisteredModelTag_pkey" PRIMARY KEY ("projectId","modelId","key")
);
ALTER TABLE "RegisteredModelTag" ADD CONSTRAINT "RegisteredModelTag_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "RegisteredModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Of a model version only stage, description and the time of their change differ later, and how a registration ends.
CREATE OR REPLACE FUNCTION refuse_bundle_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changing text[] := ARRAY['stage', 'description', 'updatedAt'];
BEGIN
  IF OLD.status = 'PENDING_REGISTRATION' THEN
    changing := changing || ARRAY['status', 'statusMessage'];
  END IF;
  IF (to_jsonb(NEW) - changing) IS DISTINCT FROM (to_jsonb(OLD) - changing) THEN
    RAISE EXCEPTION 'ModelVersion is immutable except for stage and description' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

ALTER TABLE "ModelVersion"
  ADD COLUMN "source" TEXT,
  ADD COLUMN "runLink" TEXT,
  ADD COLUMN "status" "VersionStatus" NOT NULL DEFAULT 'READY',
  ADD COLUMN "statusMessage" TEXT,
  ADD COLUMN "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "ModelVersion" SET "updatedAt" = "createdAt";

CREATE TABLE "ModelVersionTag" (
    "projectId" UUID NOT NULL,
    "modelVersionId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "ModelVersionTag_pkey" PRIMARY KEY ("projectId","modelVersionId","key")
);
ALTER TABLE "ModelVersionTag" ADD CONSTRAINT "ModelVersionTag_projectId_modelVersionId_fkey" FOREIGN KEY ("projectId", "modelVersionId") REFERENCES "ModelVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- History belongs to the model and outlives the version: it says what stood in Production even when that was deleted.
ALTER TABLE "StageTransition" DISABLE TRIGGER append_only;
ALTER TABLE "StageTransition" ADD COLUMN "modelId" UUID, ADD COLUMN "number" INTEGER;
UPDATE "StageTransition" t SET "modelId" = v."modelId", "number" = v.number
FROM "ModelVersion" v WHERE v."projectId" = t."projectId" AND v.id = t."modelVersionId";
ALTER TABLE "StageTransition"
  ALTER COLUMN "modelId" SET NOT NULL,
  ALTER COLUMN "number" SET NOT NULL,
  DROP CONSTRAINT "StageTransition_projectId_modelVersionId_fkey",
  ADD CONSTRAINT "StageTransition_projectId_modelId_fkey" FOREIGN KEY ("projectId", "modelId") REFERENCES "RegisteredModel"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "StageTransition_projectId_modelId_at_idx" ON "StageTransition"("projectId", "modelId", "at");
ALTER TABLE "StageTransition" ENABLE TRIGGER append_only;
