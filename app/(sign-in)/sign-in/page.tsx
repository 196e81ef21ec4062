import type { Metadata } from "next";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Gallra" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { ended } = await searchParams;
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <SignInForm ended={ended === "1"} />
    </main>
  );
}
