import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { DomainError, type ErrorCode } from "@pipepilot/domain/errors";
import { readInvitation } from "@pipepilot/domain/invitation/read";
import type { OpenInvitation } from "@pipepilot/domain/invitation/schema";
import { Brand } from "@pipepilot/ui/brand";
import { LinkButton } from "@pipepilot/ui/link-button";
import {
  AcceptAsSelf,
  JoinWithNewAccount,
  SignInAndAccept,
  SwitchAccount,
} from "@/features/invitation/accept-forms";
import { addressOf } from "@/server/address-of";
import { services } from "@/server/database";
import { currentContext } from "@/server/session";

// Whoever learns the address could use it.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: { index: false } };
export const dynamic = "force-dynamic";

/** What is wrong with a link, by the code of the error. */
const TITLES: Partial<Record<ErrorCode, string>> = {
  not_found: "This link is not complete",
  invitation_used: "This invitation was used",
  invitation_revoked: "This invitation ended",
  invitation_expired: "This invitation has expired",
  rate_limited: "Too many wrong links",
};

async function openOr(token: string): Promise<OpenInvitation | DomainError> {
  try {
    const input = { token, address: addressOf(await headers()) };
    return await readInvitation({ services: await services(), input });
  } catch (error) {
    if (DomainError.is(error)) return error;
    throw error;
  }
}

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [invitation, ctx] = await Promise.all([openOr(token), currentContext()]);
  if (DomainError.is(invitation))
    return (
      <Frame title={TITLES[invitation.code] ?? "This link does not open"} text={invitation.message}>
        <LinkButton href="/">{ctx ? "Go to your projects" : "Go to the sign-in page"}</LinkButton>
      </Frame>
    );
  const { project, email } = invitation;
  const title = `Join ${project.name}`;
  const text = `${invitation.invitedBy} invites you as ${invitation.role}.`;
  const self = ctx?.actor.kind === "user" ? ctx.actor.email : null;
  if (self !== null && self !== email)
    return (
      <Frame
        title="This invitation is for somebody else"
        text={`It is for ${email}; you are signed in as ${self}.`}
      >
        <SwitchAccount token={token} />
      </Frame>
    );
  if (self !== null && invitation.isMember)
    return (
      <Frame title="You are a member already" text={`You see ${project.name} among your projects.`}>
        <LinkButton href={`/${project.slug}`} variant="primary">
          Open {project.name}
        </LinkButton>
      </Frame>
    );
  return (
    <Frame title={title} text={text}>
      {self !== null ? (
        <AcceptAsSelf token={token} />
      ) : invitation.hasAccount ? (
        <SignInAndAccept token={token} email={email} />
      ) : (
        <JoinWithNewAccount token={token} email={email} />
      )}
    </Frame>
  );
}

function Frame({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <main className="grid min-h-screen place-items-center px-4 py-10">
      <div className="w-full max-w-[340px]">
        <Brand name="PipePilot" className="mb-8" />
        <h1 className="mb-1 text-xl font-[620] tracking-[-0.015em] break-words">{title}</h1>
        <p className="mb-5 break-words text-muted">{text}</p>
        {children}
      </div>
    </main>
  );
}
