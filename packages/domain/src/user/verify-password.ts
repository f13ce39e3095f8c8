import type { Services } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { passwordMatches } from "./password";
import { verifyPasswordInput, type UserRef, type VerifyPasswordInput } from "./schema";
import { giveBackAttempt, limitsOf, takeAttempt } from "./sign-in-limit";

/**
 * Who signs in with this e-mail address and password. Takes the same time and gives the same error for an account that
 * is not there. @throws DomainError wrong_password, rate_limited (with `retryAfterSeconds`)
 */
export async function verifyPassword({
  services,
  input,
}: {
  services: Services;
  input: VerifyPasswordInput;
}): Promise<UserRef> {
  const { password, address, ...given } = parse(verifyPasswordInput, input);
  const email = given.email.trim().toLowerCase();
  const limits = limitsOf(email, address);
  await takeAttempt(services, limits);
  const user = await services.db.prisma.user.findUnique({ where: { email } });
  if (!(await passwordMatches(user?.passwordHash ?? null, password)) || !user)
    throw new DomainError("wrong_password", "The e-mail address or the password is wrong.");
  await giveBackAttempt(services, limits);
  return { id: user.id, email: user.email, name: user.name };
}
