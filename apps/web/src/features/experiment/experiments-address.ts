import { cut, isStorable } from "@pipepilot/domain/text";

/** What of the list of experiments is in its address: `?text=homes&show=trash`. */
export interface ExperimentsAddress {
  text: string;
  trash: boolean;
}

const LONGEST = 500;

export function parseExperimentsAddress(params: Pick<URLSearchParams, "get">): ExperimentsAddress {
  const text = params.get("text") ?? "";
  return { text: isStorable(text) ? cut(text, LONGEST) : "", trash: params.get("show") === "trash" };
}

export function experimentsQuery({ text, trash }: ExperimentsAddress): string {
  const parts = [
    ...(text === "" ? [] : [`text=${encodeURIComponent(text)}`]),
    ...(trash ? ["show=trash"] : []),
  ];
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** Server and browser ask for the same. */
export const experimentsInput = (project: string, { text, trash }: ExperimentsAddress) => ({
  project,
  text,
  trash,
});
