"use client";

import { useActionState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { makeFirstAccount } from "./first-account";

export function FirstAccountForm() {
  const [state, submit, pending] = useActionState(makeFirstAccount, { error: null });
  return (
    <form action={submit} className="flex flex-col gap-4">
      {state.error ? <Alert tone="error">{state.error}</Alert> : null}
      <Field label="Name" required>
        <Input name="name" autoComplete="name" autoFocus size="lg" />
      </Field>
      <Field label="Email" required>
        <Input name="email" type="email" autoComplete="username" size="lg" />
      </Field>
      <Field label="Password" required hint="At least 10 characters">
        <Input name="password" type="password" autoComplete="new-password" minLength={10} size="lg" />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={pending}>
        Create account
      </Button>
    </form>
  );
}
