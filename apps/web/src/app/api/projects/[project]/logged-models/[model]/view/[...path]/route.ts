import { showArtifact } from "@/server/artifact-response";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; model: string; path: string[] }> };

/** A logged model's file, shown in place. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { project, model, path } = await params;
  return showArtifact(request, project, { modelId: model }, path);
}
