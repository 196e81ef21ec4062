"use client";
import { Button } from "../../_ui/button.tsx";
import { signOut } from "../../_ui/sign-in-calls.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { PasswordForm } from "./password-form.tsx";

/** All there is while somebody else knows the password: the procedures refuse everything but its change. */
export function ForcedChange() {
  const words = useWords();
  return (
    <main id="content" className="mx-auto grid min-h-dvh max-w-md content-center gap-3 p-4">
      <span className="flex items-center gap-[9px] text-[15px] font-[650] tracking-tight">
        <i className="brand-mark" aria-hidden="true" />
        Gallra
      </span>
      <section aria-labelledby="forced-title" className="rounded-lg border border-line bg-sheet p-4">
        <h1 id="forced-title">{words.t("me.forced.title")}</h1>
        <p className="mt-1 text-ink-2">{words.t("me.forced.why")}</p>
        <PasswordForm />
      </section>
      <div>
        <Button kind="plain" onClick={() => void signOut()}>
          {words.t("frame.signOut")}
        </Button>
      </div>
    </main>
  );
}
