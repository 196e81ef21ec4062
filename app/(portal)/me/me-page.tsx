"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { TextField } from "../../_ui/field.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

export function MePage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("me.title")} lead={words.t("me.lead")} permission="account.own" company={false}>
      <PasswordForm />
    </GuardedPage>
  );
}

function PasswordForm() {
  const words = useWords();
  const viewer = useViewer();
  const router = useRouter();
  const change = useMutation({
    mutationFn: (input: { current: string; next: string }) => api.me.changePassword.mutate(input),
    onSuccess: () => router.refresh(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    change.mutate(
      { current: String(form.get("current") ?? ""), next: String(form.get("next") ?? "") },
      { onSuccess: () => element.reset() },
    );
  };
  return (
    <div className="max-w-md">
      <Sheet title={words.t("me.password.submit")} padded>
        {viewer.mustChangePassword ? (
          <p className="mb-3 rounded-md bg-amber-soft px-3 py-2 font-semibold text-amber">{words.t("me.mustChange")}</p>
        ) : null}
        <form onSubmit={submit} className="grid gap-3">
          <input type="email" name="email" defaultValue={viewer.email} autoComplete="username" hidden readOnly />
          <TextField
            id="password-current"
            name="current"
            type="password"
            label={words.t("me.password.current")}
            autoComplete="current-password"
            required
          />
          <TextField
            id="password-next"
            name="next"
            type="password"
            label={words.t("me.password.next")}
            help={words.t("me.password.help")}
            autoComplete="new-password"
            required
            minLength={12}
            maxLength={256}
          />
          {change.isError ? (
            <div role="alert" className="text-brick">
              <FailureText error={change.error} />
            </div>
          ) : null}
          {change.isSuccess ? (
            <p role="status" className="font-medium text-moss">
              {words.t("me.password.done")}
            </p>
          ) : null}
          <Button type="submit" kind="main" disabled={change.isPending}>
            {words.t("me.password.submit")}
          </Button>
        </form>
      </Sheet>
    </div>
  );
}
