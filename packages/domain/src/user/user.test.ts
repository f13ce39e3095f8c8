import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServices, type TestServices } from "../testing";
import { createUser } from "./create";
import { verifyPassword } from "./verify-password";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const password = "correct horse battery";
const signUp = (email: string) => createUser({ services, input: { email, name: "Ada", password } });
const signIn = (email: string, given = password, address = "127.0.0.1") =>
  verifyPassword({ services, input: { email, password: given, address } });

describe("an account", () => {
  it("is found by its address in any case, with its password", async () => {
    const user = await signUp(" Ada@Example.com ");
    expect(user).toMatchObject({ email: "ada@example.com", name: "Ada" });
    expect(await signIn("ADA@example.com")).toEqual(user);
  });

  it("keeps its password as argon2id only", async () => {
    await signUp("hash@example.com");
    const { passwordHash } = await services.db.prisma.user.findUniqueOrThrow({
      where: { email: "hash@example.com" },
    });
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("exists once for an address", async () => {
    await signUp("once@example.com");
    await expect(signUp("ONCE@example.com")).rejects.toMatchObject({ code: "already_exists" });
  });

  it.each([
    ["no address", { email: "ada", name: "Ada", password }],
    ["a short password", { email: "a@example.com", name: "Ada", password: "short" }],
    ["no name", { email: "a@example.com", name: " ", password }],
  ])("is refused with %s", async (_, input) => {
    await expect(createUser({ services, input })).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("signing in", () => {
  it("says the same of a wrong password and of an unknown account", async () => {
    await signUp("same@example.com");
    const wrong = await signIn("same@example.com", "wrong", "10.0.0.1").catch((error: Error) => error);
    const unknown = await signIn("nobody@example.com", "wrong", "10.0.0.1").catch((error: Error) => error);
    expect(wrong).toMatchObject({ code: "wrong_password" });
    expect(unknown).toMatchObject({ code: "wrong_password", message: (wrong as Error).message });
  });

  it("refuses what no address and no name can hold", async () => {
    await expect(signIn("ada\0@example.com")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(
      createUser({ services, input: { email: "nul@example.com", name: "A\0", password } }),
    ).rejects.toMatchObject({
      code: "invalid_input",
      message: "name: NUL and incomplete characters are not allowed.",
    });
  });

  it("takes as long for an unknown account as for a known one", async () => {
    await signUp("time@example.com");
    // Processor time: other processes may take the machine's.
    const timeOf = async (email: string, address: string) => {
      const times: number[] = [];
      for (let attempt = 0; attempt < 5; attempt++) {
        const before = process.cpuUsage();
        await signIn(email, "wrong", address).catch(() => undefined);
        const { user, system } = process.cpuUsage(before);
        times.push(user + system);
      }
      return times.sort((a, b) => a - b)[2];
    };
    const known = await timeOf("time@example.com", "10.0.0.2");
    const unknown = await timeOf("unknown@example.com", "10.0.0.3");
    // An answer without hashing would take a tenth of it.
    expect(unknown / known).toBeGreaterThan(0.4);
  });

  it("is refused after five failures at an account from an address, with the right password too", async () => {
    await signUp("guess@example.com");
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(signIn("guess@example.com", "wrong", "10.1.1.1")).rejects.toMatchObject({
        code: "wrong_password",
      });
    const error = await signIn("guess@example.com", password, "10.1.1.1").catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "rate_limited" });
    const { retryAfterSeconds } = (error as { facts: { retryAfterSeconds: number } }).facts;
    expect(retryAfterSeconds).toBeGreaterThan(890);
    expect(retryAfterSeconds).toBeLessThanOrEqual(900);
    await expect(signIn("guess@example.com", password, "10.1.1.2")).resolves.toBeDefined();
  });

  it("counts guesses made at the same moment", async () => {
    await signUp("parallel@example.com");
    const answers = await Promise.allSettled(
      Array.from({ length: 12 }, () => signIn("parallel@example.com", "wrong", "10.2.2.2")),
    );
    const codes = answers.map((answer) =>
      answer.status === "rejected" ? (answer.reason as { code: string }).code : "in",
    );
    expect(codes.filter((code) => code === "wrong_password")).toHaveLength(5);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(7);
  });

  it("starts anew after a success and after the window", async () => {
    await signUp("anew@example.com");
    for (let round = 0; round < 3; round++) {
      for (let attempt = 0; attempt < 4; attempt++)
        await signIn("anew@example.com", "wrong", "10.3.3.3").catch(() => undefined);
      await expect(signIn("anew@example.com", password, "10.3.3.3")).resolves.toBeDefined();
    }
    for (let attempt = 0; attempt < 6; attempt++)
      await signIn("anew@example.com", "wrong", "10.3.3.3").catch(() => undefined);
    await services.db.prisma
      .$executeRaw`UPDATE "SignInAttempt" SET "windowStart" = now() - interval '16 minutes'`;
    await expect(signIn("anew@example.com", password, "10.3.3.3")).resolves.toBeDefined();
  });
});
