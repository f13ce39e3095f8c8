import { Readable } from "node:stream";
import { DomainError } from "@pipepilot/domain/errors";
import { experimentNameOf } from "@pipepilot/domain/experiment/name-of";
import { exportRuns } from "@pipepilot/domain/run/export";
import type { ExportRunsInput } from "@pipepilot/domain/run/table-schema";
import { attachment } from "@/server/attachment";
import { answer } from "@/server/rest";
import { projectOf } from "@/server/rest-project";
import { nameOfPart } from "@/features/link/address-part";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; experiment: string }> };

/** Runs of an experiment as CSV, line by line. The body says which, in the words of the runs table; thousands of ids fit no address. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  return answer("runs.csv", async () => {
    const { project, experiment: part } = await params;
    const ctx = await projectOf(request, project);
    const experiment = await experimentNameOf({ ctx, input: { called: nameOfPart(part) } });
    const input = { ...(await bodyOf(request)), experiment } as ExportRunsInput;
    const lines = await exportRuns({ ctx, input });
    const text = Readable.toWeb(Readable.from(lines)) as ReadableStream<string>;
    return new Response(text.pipeThrough(new TextEncoderStream()), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": attachment(`${experiment.replaceAll("/", "_")}.csv`),
      },
    });
  });
}

async function bodyOf(request: Request): Promise<object> {
  const body: unknown = await request.json().catch(() => undefined);
  if (typeof body === "object" && body !== null) return body;
  throw new DomainError("invalid_input", "The body is no JSON object.");
}
