import "server-only";
import { notFound } from "next/navigation";
import { decodeText } from "./decode-text";

/** The name in a page's address; an address that is not percent-encoded text is of nothing that is here. */
export function nameIn(segment: string): string {
  return decodeText(segment) ?? notFound();
}
