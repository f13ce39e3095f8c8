CREATE TABLE "RunNote" (
    "projectId" UUID NOT NULL,
    "runId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "author" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RunNote_pkey" PRIMARY KEY ("projectId","runId","number")
);

ALTER TABLE "RunNote" ADD CONSTRAINT "RunNote_projectId_runId_fkey" FOREIGN KEY ("projectId", "runId") REFERENCES "Run"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- History is never rewritten; it goes with its run.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "RunNote" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

-- Whoever writes the tag, pages and clients of MLflow alike, leaves a version of the note. Who it was says the setting
-- pipepilot.author of the transaction; the run's row is held, so that writers take turns at the numbers.
CREATE FUNCTION keep_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last "RunNote";
BEGIN
  PERFORM FROM "Run" WHERE "projectId" = NEW."projectId" AND id = NEW."runId" FOR NO KEY UPDATE;
  SELECT * INTO last FROM "RunNote" WHERE "projectId" = NEW."projectId" AND "runId" = NEW."runId" ORDER BY number DESC LIMIT 1;
  IF last.text IS DISTINCT FROM NEW.value THEN
    INSERT INTO "RunNote" ("projectId", "runId", number, text, author)
    VALUES (NEW."projectId", NEW."runId", coalesce(last.number, 0) + 1, NEW.value,
      nullif(current_setting('pipepilot.author', true), '')::jsonb);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER keep_note AFTER INSERT OR UPDATE ON "RunTag" FOR EACH ROW
  WHEN (NEW.key = 'mlflow.note.content') EXECUTE FUNCTION keep_note();

-- Notes that are there already.
INSERT INTO "RunNote" ("projectId", "runId", number, text)
SELECT "projectId", "runId", 1, value FROM "RunTag" WHERE key = 'mlflow.note.content';
