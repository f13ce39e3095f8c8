import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

/** S3 copies at most 5 GB in one request. */
export const largestSingleCopyBytes = 5 * 1000 ** 3;
const copyPartBytes = 1024 ** 3;

export interface CopyRequest {
  readonly client: S3Client;
  readonly bucket: string;
  readonly from: string;
  readonly to: string;
  /** bytes */
  readonly size: number;
  /** Objects above this size are copied in parts. */
  readonly singleCopyBytes?: number;
  readonly partBytes?: number;
}

/** Copies within a bucket without the bytes passing through this process. The target appears whole or not at all. */
export async function copyObject(request: CopyRequest): Promise<void> {
  if (request.size > (request.singleCopyBytes ?? largestSingleCopyBytes)) return copyInParts(request);
  const { client, bucket, to } = request;
  await client.send(new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource: copySource(request) }));
}

async function copyInParts(request: CopyRequest): Promise<void> {
  const { client, bucket, to } = request;
  const target = { Bucket: bucket, Key: to };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  try {
    const parts = await copyParts(request, UploadId);
    await client.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }),
    );
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => {});
    throw error;
  }
}

async function copyParts(request: CopyRequest, UploadId: string | undefined) {
  const partBytes = request.partBytes ?? copyPartBytes;
  const parts: { PartNumber: number; ETag: string | undefined }[] = [];
  for (let start = 0; start < request.size; start += partBytes) {
    const PartNumber = parts.length + 1;
    const end = Math.min(start + partBytes, request.size) - 1;
    const copied = await request.client.send(
      new UploadPartCopyCommand({
        Bucket: request.bucket,
        Key: request.to,
        UploadId,
        PartNumber,
        CopySource: copySource(request),
        CopySourceRange: `bytes=${start}-${end}`,
      }),
    );
    parts.push({ PartNumber, ETag: copied.CopyPartResult?.ETag });
  }
  return parts;
}

function copySource({ bucket, from }: CopyRequest): string {
  return `${bucket}/${from.split("/").map(encodeURIComponent).join("/")}`;
}
