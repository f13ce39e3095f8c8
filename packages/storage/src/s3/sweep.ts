import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { S3StoreConfig } from "../setting";

/** No upload takes a day; what is older belongs to a process that was killed. */
const staleAfterMs = 24 * 60 * 60 * 1000;

/** Deletes stale objects under `tmp/` and gives up stale multipart uploads. `now` is in milliseconds since 1970. */
export async function sweepTemporaryObjects(
  client: S3Client,
  config: S3StoreConfig,
  now: number,
): Promise<void> {
  const at = { Bucket: config.bucket, Prefix: `${config.prefix}tmp/` };
  const isStale = (since: Date | undefined) => since !== undefined && now - since.getTime() > staleAfterMs;
  for await (const page of paginateListObjectsV2({ client }, at)) {
    for (const { Key, LastModified } of page.Contents ?? []) {
      if (isStale(LastModified)) await client.send(new DeleteObjectCommand({ Bucket: config.bucket, Key }));
    }
  }
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(at));
  for (const { Key, UploadId, Initiated } of Uploads) {
    if (isStale(Initiated)) {
      await client.send(new AbortMultipartUploadCommand({ Bucket: config.bucket, Key, UploadId }));
    }
  }
}
