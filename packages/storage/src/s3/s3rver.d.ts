declare module "s3rver" {
  import type { RequestListener } from "node:http";
  import type { Readable } from "node:stream";

  interface Store {
    getObject(
      bucket: string,
      key: string,
      range?: { start: number; end: number },
    ): Promise<{ content: Readable } | null>;
    putPart(bucket: string, uploadId: string, part: number, content: Readable): Promise<{ md5: string }>;
  }

  export default class S3rver {
    constructor(options: {
      directory: string;
      silent: boolean;
      configureBuckets: { name: string; configs: string[] }[];
    });
    readonly store: Store;
    configureBuckets(): Promise<unknown>;
    callback(): RequestListener;
  }
}
