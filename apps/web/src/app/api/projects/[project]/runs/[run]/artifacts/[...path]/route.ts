import { downloadArtifact } from "@/server/artifact-response";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; run: string; path: string[] }> };

/** A run's artifact, as a download. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { project, run, path } = await params;
  return downloadArtifact(request, project, { runId: run }, path);
}
