import { z } from "zod";

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "An e-mail address has at most 254 characters.")
  .pipe(z.email("This is no e-mail address."));

export const createUserInput = z.strictObject({
  email,
  name: z.string().trim().min(1, "Give a name.").max(80),
  password: z
    .string()
    .min(10, "A password has at least 10 characters.")
    .max(200, "A password has at most 200 characters."),
});
export type CreateUserInput = z.input<typeof createUserInput>;

export const verifyPasswordInput = z.strictObject({
  email: z.string().max(254),
  password: z.string().max(200),
  /** The address the request comes from, where it is known. */
  address: z.string().max(100).optional(),
});
export type VerifyPasswordInput = z.input<typeof verifyPasswordInput>;

export interface UserRef {
  id: string;
  email: string;
  name: string;
}
