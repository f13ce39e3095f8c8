import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServices, type TestServices } from "../testing";
import { createUser } from "./create";
import { endSession } from "./end-session";
import { sessionUser } from "./session-user";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const tomorrow = () => new Date(Date.now() + 86_400_000);
const userOf = (userId: string, sessionId: string) => sessionUser({ services, input: { userId, sessionId } });
const end = (sessionId: string, expiresAt = tomorrow()) =>
  endSession({ services, input: { sessionId, expiresAt } });

async function signUp() {
  const email = `${randomUUID()}@example.com`;
  return createUser({ services, input: { email, name: "Ada", password: "correct horse battery" } });
}

describe("a session", () => {
  it("is its person's until it is ended, and no other session ends with it", async () => {
    const user = await signUp();
    const [here, there] = [randomUUID(), randomUUID()];
    expect(await userOf(user.id, here)).toEqual(user);
    await end(here);
    await end(here);
    expect(await userOf(user.id, here)).toBeNull();
    expect(await userOf(user.id, there)).toEqual(user);
  });

  it("of an account that is gone is nobody's", async () => {
    expect(await userOf(randomUUID(), randomUUID())).toBeNull();
  });

  it("is forgotten once it would have expired", async () => {
    const [past, ended] = [randomUUID(), randomUUID()];
    await end(past, new Date(Date.now() - 1000));
    await end(ended);
    const left = await services.db.prisma.endedSession.findMany({ where: { id: { in: [past, ended] } } });
    expect(left.map(({ id }) => id)).toEqual([ended]);
  });
});
