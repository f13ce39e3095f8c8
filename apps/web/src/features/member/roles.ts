import { ROLES, type RoleName } from "@pipepilot/domain/member/schema";

const MEANINGS: Record<RoleName, string> = {
  owner: "All of that, and decides who is a member and what they may do.",
  maintainer: "Also moves model versions between stages, deletes for good, keeps API keys in order.",
  contributor: "Also adds data, runs pipelines, logs and sorts runs, registers models and comments.",
  viewer: "Sees everything in the project and asks its models. Changes nothing.",
};

/** The roles, from the one that may least. */
export const ROLE_OPTIONS = ROLES.toReversed().map((role) => ({
  value: role,
  label: role,
  hint: MEANINGS[role],
}));
