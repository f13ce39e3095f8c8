import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { hasNoUser } from "@pipepilot/domain/user/create-first";
import { Brand } from "@pipepilot/ui/brand";
import { Link } from "@pipepilot/ui/link";
import { FirstAccountForm } from "@/features/account/first-account-form";
import { SignInForm } from "@/features/account/sign-in-form";
import { FollowMlflowLink } from "@/features/link/follow-mlflow-link";
import { services } from "@/server/database";
import { currentContext } from "@/server/session";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  if (await currentContext()) redirect("/");
  const { next } = await searchParams;
  const first = await hasNoUser(await services());
  return (
    <main className="grid min-h-screen place-items-center px-4 py-10">
      <FollowMlflowLink />
      <div className="w-full max-w-[340px]">
        <Brand name="PipePilot" className="mb-8" />
        <h1 className="mb-1 text-xl font-[620] tracking-[-0.015em]">
          {first ? "Create the first account" : "Sign in"}
        </h1>
        <p className="mb-5 text-muted">
          {first
            ? "Nobody has one here yet; yours comes first."
            : "Your data, your runs and the model that answers."}
        </p>
        {first ? <FirstAccountForm /> : <SignInForm next={next ?? "/"} />}
        <p className="mt-6 text-muted">
          New here?{" "}
          <Link href="/guide" className="text-accent-text underline underline-offset-2">
            Read the guide
          </Link>
        </p>
      </div>
    </main>
  );
}
