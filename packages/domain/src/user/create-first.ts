import type { Services } from "../context";
import { DomainError } from "../errors";
import { createUser } from "./create";
import type { CreateUserInput, UserRef } from "./schema";

/** True while nobody has an account: whoever comes first makes one. */
export async function hasNoUser(services: Services): Promise<boolean> {
  return (await services.db.prisma.user.findFirst({ select: { id: true } })) === null;
}

/**
 * Creates the first account of an installation; everyone after that is added by a member.
 * @throws DomainError permission_denied once there is an account
 */
export async function createFirstUser({
  services,
  input,
}: {
  services: Services;
  input: CreateUserInput;
}): Promise<UserRef> {
  if (!(await hasNoUser(services)))
    throw new DomainError(
      "permission_denied",
      "There is an account already. Ask a project's owner to add you.",
    );
  return createUser({ services, input });
}
