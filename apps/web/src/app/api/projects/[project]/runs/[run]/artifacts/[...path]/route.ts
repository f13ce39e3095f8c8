import { Readable } from "node:stream";
import { openArtifact } from "@pipepilot/domain/run/open-artifact";
import { answer } from "@/server/rest";
import { projectOf } from "@/server/rest-project";
import { attachment } from "@/server/attachment";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; run: string; path: string[] }> };

/** An artifact as a download. Artifacts come from anyone who may log runs, so no browser is to show one as a page of ours. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  return answer("artifact", async () => {
    const { project, run, path } = await params;
    const ctx = await projectOf(request, project);
    const artifact = await openArtifact({ ctx, input: { runId: run, path: path.join("/") } });
    return new Response(Readable.toWeb(artifact.content) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(artifact.size),
        "content-disposition": attachment(artifact.path),
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      },
    });
  });
}
