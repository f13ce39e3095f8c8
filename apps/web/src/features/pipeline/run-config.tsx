import type { PipelineRunDetail } from "@pipepilot/domain/pipeline/schema";
import { Card } from "@pipepilot/ui/card";
import { CodeBlock } from "@pipepilot/ui/code-block";

/** The config this run took, as it was written. */
export function RunConfig({ run: { config } }: { run: PipelineRunDetail }) {
  return (
    <Card id="config" className="scroll-mt-4 overflow-hidden">
      <details className="group">
        <summary className="flex min-h-12 cursor-pointer items-center gap-2 px-3.5 py-2 group-open:border-b group-open:border-line focus-visible:outline-offset-[-2px]">
          <h2 className="text-base font-semibold">Config {config.number}</h2>
          <span className="text-muted">as this run took it</span>
        </summary>
        <CodeBlock code={config.yaml} label={`Config ${config.number}`} flush />
      </details>
    </Card>
  );
}
