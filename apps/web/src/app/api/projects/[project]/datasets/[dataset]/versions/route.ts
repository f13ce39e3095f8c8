import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { createDatasetVersion } from "@pipepilot/domain/dataset/create-version";
import { DomainError } from "@pipepilot/domain/errors";
import { env } from "@/server/env";
import { answer } from "@/server/rest";
import { projectOf } from "@/server/rest-project";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; dataset: string }> };

/** The file is the body, streamed; its name comes in `x-file-name` (percent-encoded). 201 with the version, 200 when nothing changed. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  return answer("upload", async () => {
    const { project, dataset } = await params;
    const ctx = await projectOf(request, project);
    if (!request.body) throw new DomainError("csv_empty", "The file is empty.");
    const version = await createDatasetVersion({
      ctx,
      input: { dataset, fileName: decodeURIComponent(request.headers.get("x-file-name") ?? "upload.csv") },
      source: Readable.fromWeb(request.body as ReadableStream<Uint8Array>),
      limits: { maxBytes: env().PIPEPILOT_MAX_UPLOAD_BYTES },
    });
    return Response.json(version, { status: version.unchanged ? 200 : 201 });
  });
}
