"use client";

import { useActionState } from "react";
import { Alert } from "@pipepilot/ui/alert";
import { Button } from "@pipepilot/ui/button";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { signInWithPassword } from "./sign-in";

export function SignInForm({ next }: { next: string }) {
  const [state, submit, pending] = useActionState(signInWithPassword, { email: "", error: null });
  return (
    <form action={submit} className="flex flex-col gap-4">
      {state.error ? <Alert tone="error">{state.error}</Alert> : null}
      <input type="hidden" name="next" value={next} />
      <Field label="Email" required>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={state.email}
          autoFocus
          size="lg"
        />
      </Field>
      <Field label="Password" required>
        <Input name="password" type="password" autoComplete="current-password" size="lg" />
      </Field>
      <Button type="submit" variant="primary" size="lg" loading={pending}>
        Sign in
      </Button>
    </form>
  );
}
