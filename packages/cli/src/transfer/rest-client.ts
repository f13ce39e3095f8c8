import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

export class RestError extends Error {
  constructor(
    message: string,
    /** 0: no answer. */
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
  }

  /** The server refuses this one thing; other things may work. */
  get isAboutTheThing(): boolean {
    return [400, 404, 409, 413].includes(this.status);
  }
}

const ATTEMPTS = 6;
/** What JSON's numbers would round. Only as a field: inside of a text its quotes would be escaped. */
const LONG_STEP = /("step"\s*:\s*)(-?\d{16,})(?![\d.e])/gi;

/** MLflow's REST API, of whatever server. */
export class RestClient {
  readonly url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, token: string | undefined) {
    this.url = url.replace(/\/+$/, "");
    this.#headers = token ? { authorization: `Bearer ${token}` } : {};
  }

  /** @throws RestError */
  get(path: string, query: Record<string, string | readonly string[]> = {}) {
    const given = Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((each) => [name, each] as [string, string]),
    );
    return this.#json("GET", `/api/2.0/mlflow/${path}?${new URLSearchParams(given)}`);
  }

  /** @throws RestError */
  send(method: "POST" | "PATCH" | "DELETE", path: string, body: object) {
    return this.#json(method, `/api/2.0/mlflow/${path}`, JSON.stringify(body));
  }

  /** All pages of a list. @throws RestError */
  async *pages(ask: (token: string | undefined) => Promise<Json>): AsyncGenerator<Json> {
    let token: string | undefined;
    do {
      const page = await ask(token);
      yield page;
      token = page.next_page_token || undefined;
    } while (token !== undefined);
  }

  /** A file as it comes. @throws RestError */
  async download(path: string): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#ask("GET", path);
    return response.body ? Readable.fromWeb(response.body as never) : Readable.from([]);
  }

  /** Headers of a file. @throws RestError */
  async head(path: string): Promise<Headers> {
    return (await this.#ask("HEAD", path)).headers;
  }

  /** @param read opens the file anew for each try. @throws RestError, and what `read` throws */
  async upload(path: string, read: () => Promise<AsyncIterable<Uint8Array>>): Promise<void> {
    await this.#ask("PUT", path, { read });
  }

  async #json(method: string, path: string, text?: string): Promise<Json> {
    const response = await this.#ask(method, path, text === undefined ? {} : { text });
    return JSON.parse((await response.text()).replaceAll(LONG_STEP, '$1"$2"')) as Json;
  }

  async #ask(
    method: string,
    path: string,
    { text, read }: { text?: string; read?: () => Promise<AsyncIterable<Uint8Array>> } = {},
  ): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const error = await this.#try(method, path, text, read);
      if (error instanceof Response) return error;
      if (attempt === ATTEMPTS || (error.status !== 0 && error.status !== 429 && error.status < 500))
        throw error;
      await delay(200 * 2 ** attempt);
    }
  }

  async #try(
    method: string,
    path: string,
    text?: string,
    read?: () => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<Response | RestError> {
    const body = read ? await read() : text;
    let response: Response;
    try {
      response = await fetch(this.url + path, {
        method,
        headers: { ...this.#headers, ...(text !== undefined && { "content-type": "application/json" }) },
        ...(body !== undefined && { body: body as string }),
        ...(read && { duplex: "half" }),
      } as RequestInit);
    } catch (error) {
      const { cause, message } = error as Error;
      const why = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message;
      return new RestError(`${this.url} does not answer: ${why}`, 0, "NO_ANSWER");
    }
    if (response.ok) return response;
    const answer = await response.text();
    const { error_code: code = "UNKNOWN", message = answer.slice(0, 200) } = parsed(answer);
    const hint = response.status === 401 ? " Give a key with --token or MLFLOW_TRACKING_TOKEN." : "";
    return new RestError(`${message} (${code})${hint}`, response.status, code);
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what servers of other versions answer is read field by field
export type Json = Record<string, any>;

function parsed(text: string): Record<string, string> {
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    return {};
  }
}
