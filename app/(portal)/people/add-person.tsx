"use client";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { PROFILES, type Profile, reachOf } from "#server/domain/permissions.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { NoCompany } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

/** People are added to the company being worked on; whoever reaches further is added on the command line. */
const OF_A_COMPANY: readonly Profile[] = PROFILES.filter(
  (profile) => reachOf(profile) === "company" || reachOf(profile) === "self",
);

export function AddPerson({ close, added }: { close: () => void; added: () => void }) {
  const words = useWords();
  const { company } = useViewer();
  const add = useMutation({
    mutationFn: (input: Parameters<typeof api.people.add.mutate>[0]) => api.people.add.mutate(input),
    onSuccess: added,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const profile = OF_A_COMPANY.find((known) => known === text("profile")) ?? "end-user";
    add.mutate({
      name: text("name").trim(),
      email: text("email").trim(),
      password: text("password"),
      profile,
      companyId: company?.id ?? null,
    });
  };
  return (
    <Panel title={words.t("people.add")} close={close}>
      {company === null ? (
        <NoCompany />
      ) : (
        <form onSubmit={submit} className="mt-2 grid gap-3">
          <TextField
            id="person-name"
            name="name"
            label={words.t("people.column.name")}
            required
            maxLength={120}
            autoComplete="off"
          />
          <TextField
            id="person-email"
            name="email"
            type="email"
            label={words.t("people.column.email")}
            required
            maxLength={254}
            autoComplete="off"
          />
          <SelectField id="person-profile" name="profile" label={words.t("people.column.profile")} defaultValue="dpo">
            {OF_A_COMPANY.map((profile) => (
              <option key={profile} value={profile}>
                {words.t(`profile.${profile}`)}
              </option>
            ))}
          </SelectField>
          <TextField
            id="person-password"
            name="password"
            type="password"
            label={words.t("people.password")}
            help={words.t("people.password.help")}
            required
            minLength={12}
            maxLength={256}
            autoComplete="new-password"
          />
          {add.isError ? (
            <div role="alert" className="text-brick">
              <FailureText error={add.error} />
            </div>
          ) : null}
          <div className="grid grid-cols-2 gap-2">
            <Button onClick={close}>{words.t("action.cancel")}</Button>
            <Button type="submit" kind="main" disabled={add.isPending}>
              {words.t("action.add")}
            </Button>
          </div>
        </form>
      )}
    </Panel>
  );
}
