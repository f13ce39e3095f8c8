-- How the runs of an experiment are looked at, for everyone in the project.
CREATE TABLE "SavedView" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "experimentId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "view" JSONB NOT NULL,
    "createdBy" JSONB NOT NULL,
    "updatedBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("projectId","id")
);

CREATE UNIQUE INDEX "SavedView_projectId_experimentId_name_key" ON "SavedView"("projectId", "experimentId", "name");

ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_projectId_experimentId_fkey"
  FOREIGN KEY ("projectId", "experimentId") REFERENCES "Experiment"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Child runs, and the children of a run: whether an experiment has any is asked with each of its pages.
CREATE INDEX "RunTag_parent" ON "RunTag" ("projectId", "value", "runId") WHERE "key" = 'mlflow.parentRunId';
