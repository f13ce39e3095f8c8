import { hash, verify } from "@node-rs/argon2";

/** OWASP's recommendation for argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), OPTIONS);
}

let unknownAccount: Promise<string> | undefined;

/** False for a null hash too, after the same work: an answer's time does not tell whether an account exists. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  unknownAccount ??= hashPassword("no account has this");
  const matches = await verify(passwordHash ?? (await unknownAccount), password.normalize("NFKC"));
  return passwordHash !== null && matches;
}
