import type { ProjectContext } from "@pipepilot/domain/context";
import { getStepLog } from "@pipepilot/domain/pipeline/step-log";
import type { StepLog } from "@pipepilot/domain/pipeline/schema";
import { answer } from "@/server/rest";
import { projectOf } from "@/server/rest-project";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ project: string; pipeline: string; number: string; step: string }> };
type LogOf = { pipeline: string; number: number; step: string };

const LINES = 1_000;

/** A step's whole log as text, streamed: one line each, `<ISO time> <LEVEL> <message>`. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  return answer("step-log", async () => {
    const { project, pipeline, number, step } = await params;
    const ctx = await projectOf(request, project);
    const input = { pipeline, number: Number(number), step };
    // The first page is read before answering, so that what is not there is a 404 and no broken file.
    const first = await getStepLog({ ctx, input: { ...input, limit: LINES } });
    const name = `${pipeline}-run-${number}-${step}.log`.replace(/[^\w.-]+/g, "-");
    return new Response(textStream(pages(ctx, input, first)), {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
      },
    });
  });
}

async function* pages(ctx: ProjectContext, input: LogOf, first: StepLog): AsyncGenerator<string> {
  let page = first;
  while (page.lines.length > 0) {
    yield page.lines.map(lineText).join("");
    if (page.lines.length < LINES || page.cursor === null) return;
    page = await getStepLog({ ctx, input: { ...input, limit: LINES, cursor: page.cursor } });
  }
}

function lineText({ at, level, message }: StepLog["lines"][number]): string {
  return `${at.toISOString()} ${level.toUpperCase()} ${message}\n`;
}

function textStream(source: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await source.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}
