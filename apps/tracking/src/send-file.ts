import type { FoundArtifact } from "@pipepilot/domain/artifact/find";
import type { FastifyReply, FastifyRequest } from "fastify";
import { attachment } from "./attachment";

/**
 * A file as a download: whole, or the part that a Range asks for. Files come from anyone who may log, so no browser is to
 * show one as a page of ours.
 */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, file: FoundArtifact) {
  const etag = `"${file.hash}"`;
  reply.headers({
    "content-type": "application/octet-stream",
    "content-disposition": attachment(file.path),
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-cache",
    "accept-ranges": "bytes",
    etag,
  });
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  const range = rangeOf(request, etag, file.size);
  if (range === "none") return reply.code(416).header("content-range", `bytes */${file.size}`).send();
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  reply.header("content-length", String(end - start + 1));
  if (range) reply.code(206).header("content-range", `bytes ${start}-${end}/${file.size}`);
  return reply.send(request.method === "HEAD" ? undefined : await file.open(range ?? undefined));
}

/** One part of the file; "none" where it has no such part; null where all is asked for, or several parts, or another state. */
function rangeOf({ headers, method }: FastifyRequest, etag: string, size: number) {
  const { range, "if-range": unless } = headers;
  if (range === undefined || method === "HEAD" || (unless !== undefined && unless !== etag)) return null;
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range.trim()) ?? [];
  if (first === undefined || (first === "" && last === "")) return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < start) return null;
  return start > end ? ("none" as const) : { start, end };
}
