-- Links that make the owner of an e-mail address a member.
CREATE TABLE "Invitation" (
    "projectId" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "hash" TEXT NOT NULL,
    "createdBy" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("projectId","id")
);

CREATE UNIQUE INDEX "Invitation_hash_key" ON "Invitation"("hash");

ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_projectId_fkey"
  FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_email_lower" CHECK (email = lower(email));

-- A newer link takes the place of the one that waits.
CREATE UNIQUE INDEX "Invitation_one_waiting" ON "Invitation" ("projectId", "email") WHERE "acceptedAt" IS NULL AND "revokedAt" IS NULL;
