import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { webInstallation } from "#server/api/installation.ts";
import { sessionOf } from "#server/api/request.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Gallra" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const session = await sessionOf(await webInstallation(), await headers());
  if (session !== null) redirect("/");
  const { ended } = await searchParams;
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <SignInForm ended={ended === "1"} />
    </main>
  );
}
