import { Readable } from "node:stream";
import { openArtifact } from "@pipepilot/domain/run/open-artifact";
import { REPORT_PAGE } from "@/features/run/report";
import { guardReport } from "@/server/report-headers";
import { answer } from "@/server/rest";
import { projectOf } from "@/server/rest-project";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; run: string }> };

/**
 * A run's evaluation report as a page. Whoever may log runs can put any HTML in its place, so the headers give it no
 * script, no origin of ours and nothing to load, in a frame and by itself.
 */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const response = await answer("report", async () => {
    const { project, run } = await params;
    const ctx = await projectOf(request, project);
    const { content, size } = await openArtifact({ ctx, input: { runId: run, path: REPORT_PAGE } });
    return new Response(Readable.toWeb(content) as ReadableStream<Uint8Array>, {
      headers: { "content-type": "text/html; charset=utf-8", "content-length": String(size) },
    });
  });
  return guardReport(response);
}
