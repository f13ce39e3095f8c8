import { downloadArchive } from "@/server/artifact-response";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; run: string }> };

/** All artifacts of a run as one archive. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { project, run } = await params;
  return downloadArchive(request, project, async () => ({ root: { runId: run }, name: run }));
}
