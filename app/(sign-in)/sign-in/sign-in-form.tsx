"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { TextField } from "../../_ui/field.tsx";
import { type SignInResult, signIn } from "../../_ui/sign-in-calls.ts";
import { useReady } from "../../_ui/use-ready.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";

export function SignInForm({ ended }: { ended: boolean }) {
  const words = useWords();
  const [fault, setFault] = useState<string | null>(null);
  const ready = useReady();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = String(form.get("email") ?? "").trim();
    const password = String(form.get("password") ?? "");
    if (email === "" || password === "") return setFault(words.t("signIn.empty"));
    setBusy(true);
    const result = await signIn(email, password);
    if (result.kind === "done") return globalThis.location.assign("/");
    setBusy(false);
    setFault(faultText(result, words));
  };
  return (
    <form
      method="post"
      onSubmit={(event) => void submit(event)}
      className="grid w-full max-w-sm gap-4 rounded-lg border border-line bg-sheet p-6"
      noValidate
    >
      <div className="grid gap-1">
        <p className="mb-3 flex items-center gap-[9px] text-[15px] font-[650] tracking-tight">
          <i className="brand-mark" aria-hidden="true" />
          Gallra
        </p>
        <h1>{words.t("signIn.title")}</h1>
        <p className="text-ink-2">{words.t("signIn.lead")}</p>
      </div>
      {ended && fault === null ? <p role="status">{words.t("signIn.ended")}</p> : null}
      <TextField
        id="email"
        name="email"
        type="email"
        label={words.t("signIn.email")}
        autoComplete="username"
        autoFocus
        required
      />
      <TextField
        id="password"
        name="password"
        type="password"
        label={words.t("signIn.password")}
        autoComplete="current-password"
        required
      />
      {fault ? (
        <p role="alert" className="font-medium text-brick">
          {fault}
        </p>
      ) : null}
      <Button type="submit" kind="main" disabled={busy || !ready} className="min-h-9">
        {words.t("signIn.submit")}
      </Button>
    </form>
  );
}

function faultText(result: Exclude<SignInResult, { kind: "done" }>, words: Words): string {
  if (result.kind === "slow") return words.t("signIn.slow", { minutes: result.minutes });
  return words.t(result.kind === "wrong" ? "signIn.wrong" : "signIn.failed");
}
