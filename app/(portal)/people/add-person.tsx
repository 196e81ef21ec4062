"use client";
import { PROFILES, type Profile, reachOf } from "#server/domain/permissions.ts";
import { api } from "../../_trpc/client.ts";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { NoCompany } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { ShownPassword } from "./shown-password.tsx";

/** People are added to the company being worked on; whoever reaches further is added on the command line. */
const OF_A_COMPANY: readonly Profile[] = PROFILES.filter(
  (profile) => reachOf(profile) === "company" || reachOf(profile) === "self",
);

export function AddPerson({ close, added }: { close: () => void; added: () => void }) {
  const words = useWords();
  const { company } = useViewer();
  const add = useAct((input: Parameters<typeof api.people.add.mutate>[0]) => api.people.add.mutate(input), {
    onSuccess: added,
  });
  const send = (fields: FormFields) =>
    add.mutate({
      name: fields.text("name"),
      email: fields.text("email"),
      profile: OF_A_COMPANY.find((known) => known === fields.text("profile")) ?? "end-user",
      companyId: company?.id ?? null,
    });
  return (
    <Panel title={words.t("people.add")} close={close}>
      {company === null ? (
        <NoCompany />
      ) : add.data?.password ? (
        <ShownPassword password={add.data.password} close={close} />
      ) : (
        <Form submit={words.t("action.add")} busy={add.isPending} error={add.error} close={close} send={send}>
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
          <SelectField
            id="person-profile"
            name="profile"
            label={words.t("people.column.profile")}
            help={words.t("people.password.help")}
            defaultValue="supervisor"
          >
            {OF_A_COMPANY.map((profile) => (
              <option key={profile} value={profile}>
                {words.t(`profile.${profile}`)}
              </option>
            ))}
          </SelectField>
        </Form>
      )}
    </Panel>
  );
}
