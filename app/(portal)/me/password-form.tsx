"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { TextField } from "../../_ui/field.tsx";
import { Form } from "../../_ui/form.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

/** One's own password. Whoever is signed in with the old one elsewhere is signed out, and the form says so. */
export function PasswordForm() {
  const words = useWords();
  const viewer = useViewer();
  const router = useRouter();
  const [done, setDone] = useState(0);
  const change = useMutation({
    mutationFn: (input: { current: string; next: string }) => api.me.changePassword.mutate(input),
    onSuccess: () => {
      setDone(done + 1);
      router.refresh();
    },
  });
  return (
    <>
      {/* A new key empties the fields once the password has been changed. */}
      <Form
        key={done}
        submit={words.t("me.password.submit")}
        busy={change.isPending}
        error={change.error}
        send={(fields) => change.mutate({ current: fields.raw("current"), next: fields.raw("next") })}
      >
        <input type="email" name="email" defaultValue={viewer.email} autoComplete="username" hidden readOnly />
        <TextField
          id="password-current"
          name="current"
          type="password"
          label={words.t("me.password.current")}
          autoComplete="current-password"
          required
          maxLength={256}
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
      </Form>
      {done > 0 && !change.isError ? (
        <p role="status" className="mt-3 font-medium text-moss">
          {words.t("me.password.done")}
        </p>
      ) : null}
    </>
  );
}
