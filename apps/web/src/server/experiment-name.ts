import "server-only";
import { DomainError } from "@pipepilot/domain/errors";
import { experimentNameOf } from "@pipepilot/domain/experiment/name-of";
import { nameOfPart } from "@/features/link/address-part";
import { nameIn } from "./name-in";
import { currentProject } from "./session";

/** The name of the experiment that a page's address is about, by its name or its id. */
export async function experimentNameIn(project: string, segment: string): Promise<string> {
  const called = nameOfPart(nameIn(segment));
  try {
    return await experimentNameOf({ ctx: await currentProject(project), input: { called } });
  } catch (error) {
    // Who may not see the project is told so by what the page reads.
    if (DomainError.is(error)) return called;
    throw error;
  }
}
