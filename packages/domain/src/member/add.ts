import type { Call, ProjectContext } from "../context";
import { DomainError } from "../errors";
import { recordEvent } from "../event/record";
import { parse } from "../parse";
import { authorise } from "../permissions";
import { isUniqueViolation, transact } from "../transact";
import { addMemberInput, type AddMemberInput, type MemberRow } from "./schema";

/** Makes an existing account a member. @throws DomainError not_found, already_exists */
export async function addMember({ ctx, input }: Call<ProjectContext, AddMemberInput>): Promise<MemberRow> {
  authorise(ctx, "member:write");
  const { email, role } = parse(addMemberInput, input);
  const user = await ctx.db.prisma.user.findUnique({ where: { email }, select: { id: true, name: true } });
  if (!user)
    throw new DomainError("not_found", `There is no account with the e-mail address ${email}.`, {
      noun: "user",
      name: email,
    });
  try {
    return await transact(ctx, async (tx) => {
      const { createdAt } = await tx.member.create({
        data: { projectId: ctx.project.id, userId: user.id, role },
      });
      await recordEvent(tx, ctx, "member/added", { userId: user.id, name: user.name, role });
      return { userId: user.id, name: user.name, email, role, createdAt };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new DomainError("already_exists", `${user.name} is a member of this project already.`, { email });
    throw error;
  }
}
