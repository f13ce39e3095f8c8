import { getModelVersion } from "@pipepilot/domain/model/get-version";
import { downloadArchive } from "@/server/artifact-response";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; model: string; number: string }> };

/** A version's bundle, with all that is needed to serve it elsewhere, as one archive. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { project, model, number } = await params;
  return downloadArchive(request, project, async (ctx) => {
    const { id } = await getModelVersion({ ctx, input: { model, number: Number(number) } });
    return { root: { modelVersionId: id }, name: `${model}-v${number}` };
  });
}
