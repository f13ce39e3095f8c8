import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { createDatasetVersion } from "@pipepilot/domain/dataset/create-version";
import { DomainError } from "@pipepilot/domain/errors";
import { decodeText } from "@/server/decode-text";
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
      input: { dataset, fileName: fileNameOf(request) },
      source: Readable.fromWeb(request.body as ReadableStream<Uint8Array>),
      limits: { maxBytes: env().PIPEPILOT_MAX_UPLOAD_BYTES },
    });
    return Response.json(version, { status: version.unchanged ? 200 : 201 });
  });
}

function fileNameOf(request: Request): string {
  const name = decodeText(request.headers.get("x-file-name") ?? "upload.csv");
  if (name === null)
    throw new DomainError(
      "invalid_input",
      "x-file-name: The file's name is not percent-encoded as UTF-8: write a % as %25.",
    );
  return name;
}
