"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { datasetName } from "@pipepilot/domain/dataset/schema";
import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { Field } from "@pipepilot/ui/field";
import { FileDrop } from "@pipepilot/ui/file-drop";
import { Input } from "@pipepilot/ui/input";
import { useToast } from "@pipepilot/ui/toast";
import { uploadFile, type RunningUpload } from "./upload-file";

interface UploadPanelProps {
  project: string;
  /** Fixed when the new version belongs to a dataset that is there; otherwise asked for. */
  dataset?: string;
}

/** Takes a CSV, shows how far it is, and goes to the finished version or says why there is none. */
export function UploadPanel({ project, dataset }: UploadPanelProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const confirm = useToast();
  const [name, setName] = useState("");
  const [file, setFile] = useState<File>();
  const [sent, setSent] = useState<number>();
  const [error, setError] = useState<string>();
  const running = useRef<RunningUpload | null>(null);

  async function start(chosen: File) {
    const target = datasetName.safeParse(dataset ?? (name.trim() || nameFrom(chosen.name)));
    if (!target.success) return setError(target.error.issues[0].message);
    setFile(chosen);
    setError(undefined);
    setSent(0);
    running.current = uploadFile(project, target.data, chosen, setSent);
    const outcome = await running.current.outcome;
    setSent(undefined);
    if (!outcome.ok) return setError(outcome.refusal.message);
    await queries.invalidateQueries();
    if (outcome.version.unchanged)
      confirm({
        title: "Nothing new",
        description: `These bytes are version ${outcome.version.number} already.`,
      });
    else confirm({ title: `${outcome.dataset} v${outcome.version.number} is there` });
    router.push(
      `/${project}/datasets/${encodeURIComponent(outcome.dataset)}/versions/${outcome.version.number}`,
    );
  }

  return (
    <Card className="mb-[18px]">
      <CardHeader title={dataset ? `New version of ${dataset}` : "Upload data"} />
      <CardBody className="flex flex-col gap-4">
        {dataset ? null : (
          <Field
            label="Dataset name"
            hint="Left empty, the file's name is used. The name of a dataset that is there adds a version to it."
          >
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              placeholder="housing"
              maxLength={120}
              className="max-w-sm"
            />
          </Field>
        )}
        <FileDrop
          label="Drop a CSV file here"
          hint="CSV with a header line, up to 2 GB; also gzip, tabs or semicolons"
          accept=".csv,.tsv,.txt,.gz"
          onFile={(chosen) => void start(chosen)}
          file={file}
          progress={sent}
          phase={sent === 1 ? "Reading and checking" : "Uploading"}
          onCancel={() => running.current?.cancel()}
          error={error}
        />
      </CardBody>
    </Card>
  );
}

/** "My data (final).csv.gz" becomes "My data final". */
function nameFrom(fileName: string): string {
  return fileName
    .replace(/(\.(csv|tsv|txt|gz))+$/i, "")
    .replace(/[^\p{L}\p{N}._\- ]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120);
}
