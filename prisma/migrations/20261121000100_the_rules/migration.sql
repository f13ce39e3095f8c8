-- The rules of the data that a schema file cannot say.

-- One Production per model, whoever writes.
CREATE UNIQUE INDEX "ModelVersion_one_production" ON "ModelVersion" ("projectId", "modelId") WHERE "stage" = 'Production';

-- Events that the relay has not sent on yet, oldest first.
CREATE INDEX "Event_undispatched" ON "Event" ("at", "id") WHERE "dispatchedAt" IS NULL;

ALTER TABLE "User" ADD CONSTRAINT "User_email_lower" CHECK (email = lower(email));
ALTER TABLE "Project" ADD CONSTRAINT "Project_slug_form" CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$');
ALTER TABLE "Blob" ADD CONSTRAINT "Blob_hash_form" CHECK (hash ~ '^[0-9a-f]{64}$');
ALTER TABLE "Blob" ADD CONSTRAINT "Blob_counted" CHECK ("refCount" >= 0);
ALTER TABLE "Run" ADD CONSTRAINT "Run_id_form" CHECK (id ~ '^[0-9a-f]{32}$');
ALTER TABLE "DatasetVersion" ADD CONSTRAINT "DatasetVersion_number_positive" CHECK (number > 0);
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_number_positive" CHECK (number > 0);

-- History is never rewritten. Rows go only with the project they belong to (a cascade, so inside another trigger).
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "StageTransition" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE ON "MetricPoint" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE ON "Prediction" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE ON "DatasetVersion" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE ON "PipelineConfig" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE ON "SchemaContract" FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();

-- Of a model version only stage and description change.
CREATE FUNCTION refuse_bundle_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'stage' - 'description') IS DISTINCT FROM (to_jsonb(OLD) - 'stage' - 'description') THEN
    RAISE EXCEPTION 'ModelVersion is immutable except for stage and description' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER immutable_bundle BEFORE UPDATE ON "ModelVersion" FOR EACH ROW EXECUTE FUNCTION refuse_bundle_change();

-- Blobs are counted by the rows that name them, in the same transaction.
CREATE FUNCTION count_blob(blob_hash text, difference integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Blob" SET "refCount" = "refCount" + difference WHERE hash = blob_hash;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no blob %', blob_hash USING ERRCODE = 'foreign_key_violation';
  END IF;
END $$;

CREATE FUNCTION count_dataset_version_blobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM count_blob(NEW."sourceHash", 1), count_blob(NEW."parquetHash", 1);
  ELSE
    PERFORM count_blob(OLD."sourceHash", -1), count_blob(OLD."parquetHash", -1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_blobs AFTER INSERT OR DELETE ON "DatasetVersion" FOR EACH ROW EXECUTE FUNCTION count_dataset_version_blobs();

CREATE FUNCTION count_artifact_blobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN PERFORM count_blob(NEW."blobHash", 1); END IF;
  IF TG_OP <> 'INSERT' THEN PERFORM count_blob(OLD."blobHash", -1); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_blobs AFTER INSERT OR UPDATE OR DELETE ON "Artifact" FOR EACH ROW EXECUTE FUNCTION count_artifact_blobs();

-- "files" of a model version and "outputs"."blobs" of a step run are lists of { hash, ... }.
CREATE FUNCTION count_listed_blobs(listed jsonb, difference integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF jsonb_typeof(listed) = 'array' THEN
    PERFORM count_blob(entry->>'hash', difference) FROM jsonb_array_elements(listed) AS entry ORDER BY entry->>'hash';
  END IF;
END $$;

CREATE FUNCTION count_model_version_blobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM count_listed_blobs(NEW.files, 1); ELSE PERFORM count_listed_blobs(OLD.files, -1); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_blobs AFTER INSERT OR DELETE ON "ModelVersion" FOR EACH ROW EXECUTE FUNCTION count_model_version_blobs();

CREATE FUNCTION count_step_run_blobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN PERFORM count_listed_blobs(NEW.outputs->'blobs', 1); END IF;
  IF TG_OP <> 'INSERT' THEN PERFORM count_listed_blobs(OLD.outputs->'blobs', -1); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_blobs_on_change AFTER UPDATE OF outputs ON "StepRun" FOR EACH ROW EXECUTE FUNCTION count_step_run_blobs();
CREATE TRIGGER count_blobs AFTER INSERT OR DELETE ON "StepRun" FOR EACH ROW EXECUTE FUNCTION count_step_run_blobs();
