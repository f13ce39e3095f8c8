import type { Provenance } from "@pipepilot/domain/dataset/schema";

/** Where a version's rows come from, in a few words. */
export function provenanceText(provenance: Provenance): string {
  switch (provenance.kind) {
    case "upload":
      return "uploaded";
    case "synthetic":
      return `synthetic (${provenance.generator}, seed ${provenance.seed})`;
  }
}
