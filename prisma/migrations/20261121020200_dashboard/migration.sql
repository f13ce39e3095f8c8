-- Whether a project's overview shows the checklist; null: until everything in it is so.
ALTER TABLE "Project" ADD COLUMN "checklistShown" BOOLEAN;

-- Alerts that nobody in the project wants to see, while what they tell of stays as it is. The alerts themselves are not kept.
CREATE TABLE "HiddenAlert" (
    "projectId" UUID NOT NULL,
    "alertId" TEXT NOT NULL,
    "hiddenBy" JSONB NOT NULL,
    "hiddenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "HiddenAlert_pkey" PRIMARY KEY ("projectId","alertId")
);

ALTER TABLE "HiddenAlert" ADD CONSTRAINT "HiddenAlert_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
