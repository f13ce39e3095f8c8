import type { CreatedDatasetVersion } from "@pipepilot/domain/dataset/schema";

export interface UploadRefusal {
  code: string;
  message: string;
}

export type UploadOutcome =
  | {
      ok: true;
      version: Pick<CreatedDatasetVersion, "number" | "unchanged" | "verdict" | "findings">;
      dataset: string;
    }
  | { ok: false; refusal: UploadRefusal };

export interface RunningUpload {
  outcome: Promise<UploadOutcome>;
  cancel(): void;
}

/** Streams a file to the server. XMLHttpRequest, since `fetch` does not tell how much of a body has been sent. */
export function uploadFile(
  project: string,
  dataset: string,
  file: File,
  onSent: (share: number) => void,
): RunningUpload {
  const request = new XMLHttpRequest();
  const outcome = new Promise<UploadOutcome>((resolve) => {
    const refuse = (code: string, message: string) => resolve({ ok: false, refusal: { code, message } });
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 1);
    request.onerror = () =>
      refuse("offline", "The server did not answer. Check the connection and try again.");
    request.onabort = () => refuse("cancelled", "The upload was cancelled; nothing was kept.");
    request.onload = () => {
      const body = read(request.responseText);
      if (request.status < 300 && body)
        return resolve({ ok: true, version: body as unknown as CreatedDatasetVersion, dataset });
      refuse(
        String(body?.error_code ?? "internal_error"),
        String(body?.message ?? "The server could not read the file."),
      );
    };
  });
  request.open(
    "POST",
    `/api/projects/${encodeURIComponent(project)}/datasets/${encodeURIComponent(dataset)}/versions`,
  );
  request.setRequestHeader("content-type", "application/octet-stream");
  request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
  request.send(file);
  return { outcome, cancel: () => request.abort() };
}

function read(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
