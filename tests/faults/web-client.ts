/** What set-up wrote down of the first project. */
export interface Demo {
  readonly email: string;
  readonly password: string;
  readonly project: string;
  readonly model: string;
  readonly predictKey: string;
  readonly trackKey: string;
}

export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

/** tRPC's answer to one call; `data` as superjson has it. */
interface TrpcAnswer<T> {
  readonly result?: { readonly data: { readonly json: T } };
  readonly error?: { readonly json: { readonly message: string; readonly data: { code: string } } };
}

/** A person who is signed in on the web pages. */
export interface Person {
  query<T>(procedure: string, input: object): Promise<Answer<TrpcAnswer<T>>>;
  mutate<T>(procedure: string, input: object): Promise<Answer<TrpcAnswer<T>>>;
  /** @throws Error where the answer is not 200 */
  read<T>(procedure: string, input: object): Promise<T>;
  /** A live page's stream, open until the server ends it or the caller cancels its body. */
  listen(procedure: string, input: object): Promise<Response>;
}

/** What a form sends beside what a person writes into it: among it which action it is for. */
function hiddenFields(page: string): FormData {
  const fields = new FormData();
  for (const [input] of page.matchAll(/<input type="hidden"[^>]*>/g)) {
    const of = (attribute: string) => new RegExp(`${attribute}="([^"]*)"`).exec(input)?.[1] ?? "";
    fields.set(of("name"), of("value").replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  return fields;
}

/** Signs in as the form does where no script runs. */
export async function signIn(webUrl: string, { email, password }: Demo): Promise<Person> {
  const body = hiddenFields(await (await fetch(`${webUrl}/sign-in`)).text());
  body.set("email", email);
  body.set("password", password);
  const signedIn = await fetch(`${webUrl}/sign-in`, { method: "POST", redirect: "manual", body });
  const cookie = cookiesOf(signedIn);
  if (!cookie.includes("session-token")) throw new Error(`Signing in was answered with ${signedIn.status}.`);
  const get = (procedure: string, input: object, accept: string) => {
    const query = new URLSearchParams({ input: JSON.stringify({ json: input }) });
    return fetch(`${webUrl}/api/trpc/${procedure}?${query}`, { headers: { cookie, accept } });
  };
  const person: Person = {
    query: async (procedure, input) => answerOf(await get(procedure, input, "application/json")),
    listen: (procedure, input) => get(procedure, input, "text/event-stream"),
    async mutate(procedure, input) {
      const headers = { cookie, "content-type": "application/json" };
      const body = JSON.stringify({ json: input });
      return answerOf(await fetch(`${webUrl}/api/trpc/${procedure}`, { method: "POST", headers, body }));
    },
    async read<T>(procedure: string, input: object) {
      const { status, body } = await person.query<T>(procedure, input);
      if (!body.result) throw new Error(`${procedure} was answered with ${status}: ${JSON.stringify(body)}`);
      return body.result.data.json;
    },
  };
  return person;
}

export async function answerOf<T>(response: Response): Promise<Answer<T>> {
  return { status: response.status, body: (await response.json()) as T };
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
