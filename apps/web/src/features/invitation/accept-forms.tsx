"use client";

import { useActionState, type ReactNode } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import {
  acceptAsSelf,
  comeBackAsSomebodyElse,
  joinAndSignIn,
  signInAndAccept,
  type AcceptState,
} from "./accept";

interface FormProps {
  token: string;
  accept: (before: AcceptState, form: FormData) => Promise<AcceptState>;
  button: string;
  children?: ReactNode;
}

function AcceptForm({ token, accept, button, children }: FormProps) {
  const [state, submit, pending] = useActionState(accept, { error: null });
  return (
    <form action={submit} className="flex flex-col gap-4">
      {state.error ? <Alert tone="error">{state.error}</Alert> : null}
      <input type="hidden" name="token" value={token} />
      {children}
      <Button type="submit" variant="primary" size="lg" loading={pending}>
        {button}
      </Button>
    </form>
  );
}

/** One click, for whoever is signed in with the invited address. */
export function AcceptAsSelf({ token }: { token: string }) {
  return <AcceptForm token={token} accept={acceptAsSelf} button="Accept invitation" />;
}

export function SignInAndAccept({ token, email }: { token: string; email: string }) {
  return (
    <AcceptForm token={token} accept={signInAndAccept} button="Sign in and accept">
      <InvitedEmail email={email} />
      <Field label="Password" required>
        <Input name="password" type="password" autoComplete="current-password" size="lg" autoFocus />
      </Field>
    </AcceptForm>
  );
}

export function JoinWithNewAccount({ token, email }: { token: string; email: string }) {
  return (
    <AcceptForm token={token} accept={joinAndSignIn} button="Create account and accept">
      <InvitedEmail email={email} />
      <Field label="Name" required>
        <Input name="name" autoComplete="name" maxLength={80} size="lg" autoFocus />
      </Field>
      <Field label="Password" required hint="At least 10 characters">
        <Input
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          size="lg"
        />
      </Field>
    </AcceptForm>
  );
}

/** Shown, for password managers too, and not to be changed: the link is for this address. */
function InvitedEmail({ email }: { email: string }) {
  return (
    <Field label="Email">
      <Input type="email" value={email} autoComplete="username" readOnly size="lg" />
    </Field>
  );
}

export function SwitchAccount({ token }: { token: string }) {
  return (
    <form action={comeBackAsSomebodyElse}>
      <input type="hidden" name="token" value={token} />
      <Button type="submit" variant="primary" size="lg">
        Sign out and open the link again
      </Button>
    </form>
  );
}
