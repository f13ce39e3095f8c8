"use client";

import { Card, CardBody, CardHeader } from "@pipepilot/ui/card";
import { Field } from "@pipepilot/ui/field";
import { Input } from "@pipepilot/ui/input";
import { NativeSelect } from "@pipepilot/ui/native-select";
import type { FormPartProps } from "./new-pipeline-form";

const EFFECTS: Readonly<Record<string, string>> = {
  "": "Every version waits for you to move it.",
  Development: "The best version moves there when it beats the champion on the same test rows.",
  Staging: "The best version moves there when it beats the champion on the same test rows.",
  Production: "The best version serves within a second when it beats the champion on the same test rows.",
};

/** Where the models go. */
export function PromotionFields({ values, problems, set }: FormPartProps) {
  const modelError = problems.find(({ path }) => path === "register.model")?.message;
  return (
    <Card>
      <CardHeader title="Registry" />
      <CardBody className="grid gap-4 sm:grid-cols-2">
        <Field label="Model name" hint="Every candidate becomes a version of it" error={modelError}>
          <Input
            value={values.model}
            onChange={({ target }) => set(["register", "model"], target.value || undefined)}
            maxLength={200}
          />
        </Field>
        <Field label="Promote the best to" hint={EFFECTS[values.promoteTo]}>
          <NativeSelect
            value={values.promoteTo}
            onChange={({ target }) =>
              target.value === ""
                ? set(["promote"], undefined)
                : values.promoteTo
                  ? set(["promote", "to"], target.value)
                  : set(["promote"], { to: target.value, when: "better" })
            }
          >
            <option value="">No stage</option>
            <option>Development</option>
            <option>Staging</option>
            <option>Production</option>
          </NativeSelect>
        </Field>
      </CardBody>
    </Card>
  );
}
