import type { Verdict } from "@pipepilot/domain/dataset/schema";
import { Badge } from "@pipepilot/ui/badge";

const WORDS = {
  passed: ["good", "Passed"],
  warned: ["warn", "Warnings"],
  blocked: ["bad", "Blocked"],
} as const;

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const [tone, text] = WORDS[verdict];
  return <Badge tone={tone}>{text}</Badge>;
}
