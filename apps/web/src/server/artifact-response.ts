import "server-only";
import { Readable } from "node:stream";
import { makeZip, predictLength } from "client-zip";
import { listFiles } from "@pipepilot/domain/artifact/files";
import { findArtifact, type FoundArtifact } from "@pipepilot/domain/artifact/find";
import type { ReadableRoot } from "@pipepilot/domain/artifact/schema";
import type { ProjectContext } from "@pipepilot/domain/context";
import { DomainError } from "@pipepilot/domain/errors";
import { nameOfPart } from "@/features/link/address-part";
import { MOST_SHOWN_BYTES, shownAs } from "@/features/run/artifacts/kinds";
import { attachment } from "./attachment";
import { guardShown } from "./shown-headers";
import { answer } from "./rest";
import { projectOf } from "./rest-project";

/** An artifact as a download. Artifacts come from anyone who may log runs, so no browser is to show one as a page of ours. */
export function downloadArtifact(
  request: Request,
  slug: string,
  root: ReadableRoot,
  parts: readonly string[],
): Promise<Response> {
  return answer("artifact", async () => {
    const ctx = await projectOf(request, slug);
    const artifact = await findArtifact({ ctx, input: { root, path: pathOf(parts) } });
    return new Response(bodyOf(await artifact.open()), {
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(artifact.size),
        "content-disposition": attachment(artifact.path),
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      },
    });
  });
}

/** Everything under a root in one archive, sent as it is read: nothing is compressed, since weights hardly get smaller. */
export function downloadArchive(
  request: Request,
  slug: string,
  find: (ctx: ProjectContext) => Promise<{ root: ReadableRoot; name: string }>,
): Promise<Response> {
  return answer("archive", async () => {
    const ctx = await projectOf(request, slug);
    const { root, name } = await find(ctx);
    const files = await listFiles({ ctx, input: { root } });
    const entries = files.map(({ path, size, createdAt }) => ({ name: path, size, lastModified: createdAt }));
    return new Response(makeZip(contents(files)), {
      headers: {
        "content-type": "application/zip",
        "content-length": String(predictLength(entries)),
        "content-disposition": attachment(`${name}.zip`),
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      },
    });
  });
}

async function* contents(files: readonly FoundArtifact[]) {
  for (const { path, size, createdAt, open } of files)
    yield { name: path, size, lastModified: createdAt, input: bodyOf(await open()) };
}

/**
 * An artifact that a browser can show, a picture or a page. Whoever may log runs can put any HTML or SVG there, so the
 * headers give it no origin of ours and nothing to load, in a frame and by itself; and no script, unless the person who
 * looks asks for it in a frame, where it runs in an origin of its own that reaches nothing.
 * @throws DomainError inside: invalid_input for other kinds of files, too_large
 */
export async function showArtifact(
  request: Request,
  slug: string,
  root: ReadableRoot,
  parts: readonly string[],
): Promise<Response> {
  const path = pathOf(parts);
  const response = await answer("artifact", async () => {
    const ctx = await projectOf(request, slug);
    const type = shownAs(path);
    if (type === null)
      throw new DomainError("invalid_input", `${path} is not shown, only downloaded.`, { path });
    const { open, size } = await findArtifact({ ctx, input: { root, path } });
    if (size > MOST_SHOWN_BYTES)
      throw new DomainError("too_large", `${path} is too large to be shown; download it.`, { path, size });
    return new Response(bodyOf(await open()), {
      headers: { "content-type": type, "content-length": String(size) },
    });
  });
  // A browser says where it shows the answer; a page on its own never runs a script.
  const isFramed = request.headers.get("sec-fetch-dest") === "iframe";
  const wanted = new URL(request.url).searchParams.get("scripts") === "own-origin";
  return guardShown(response, { scripts: isFramed && wanted });
}

const pathOf = (parts: readonly string[]) => parts.map(nameOfPart).join("/");

const bodyOf = (content: Readable) => Readable.toWeb(content) as ReadableStream<Uint8Array>;
