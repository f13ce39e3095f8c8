import type { Services } from "../context";
import { DomainError } from "../errors";
import { parse } from "../parse";
import { isUniqueViolation } from "../transact";
import { hashPassword } from "./password";
import { createUserInput, type CreateUserInput, type UserRef } from "./schema";

/** Creates an account. Accounts stand outside any project, so no event tells of it. @throws DomainError already_exists */
export async function createUser({
  services,
  input,
}: {
  services: Services;
  input: CreateUserInput;
}): Promise<UserRef> {
  const { email, name, password } = parse(createUserInput, input);
  const passwordHash = await hashPassword(password);
  try {
    return await services.db.prisma.user.create({
      data: { email, name, passwordHash },
      select: { id: true, email: true, name: true },
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw accountExists(email);
    throw error;
  }
}

export function accountExists(email: string): DomainError {
  return new DomainError("already_exists", `There is an account with the e-mail address ${email} already.`, {
    email,
  });
}
