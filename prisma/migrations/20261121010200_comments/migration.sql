-- What members say about runs and model versions, and whom they name.
CREATE TABLE "Comment" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "runId" TEXT,
    "modelVersionId" UUID,
    "authorId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Comment_pkey" PRIMARY KEY ("projectId","id")
);

CREATE INDEX "Comment_projectId_runId_id_idx" ON "Comment"("projectId", "runId", "id" DESC);
CREATE INDEX "Comment_projectId_modelVersionId_id_idx" ON "Comment"("projectId", "modelVersionId", "id" DESC);

ALTER TABLE "Comment" ADD CONSTRAINT "Comment_projectId_fkey"
  FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_projectId_runId_fkey"
  FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_projectId_modelVersionId_fkey"
  FOREIGN KEY ("projectId", "modelVersionId") REFERENCES "ModelVersion"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_authorId_fkey"
  FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Comment" ADD CONSTRAINT "Comment_of_one_thing" CHECK (num_nonnulls("runId", "modelVersionId") = 1);

CREATE TABLE "Mention" (
    "projectId" UUID NOT NULL,
    "commentId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "Mention_pkey" PRIMARY KEY ("projectId","commentId","userId")
);

CREATE INDEX "Mention_projectId_userId_commentId_idx" ON "Mention"("projectId", "userId", "commentId" DESC);

ALTER TABLE "Mention" ADD CONSTRAINT "Mention_projectId_commentId_fkey"
  FOREIGN KEY ("projectId", "commentId") REFERENCES "Comment"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Mention" ADD CONSTRAINT "Mention_userId_fkey"
  FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "Mention_unread" ON "Mention" ("projectId", "userId") WHERE "readAt" IS NULL;
