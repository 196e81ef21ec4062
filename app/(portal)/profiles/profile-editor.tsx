"use client";
import { useState } from "react";
import { NEEDS, type Permission } from "#server/domain/permissions.ts";
import { api } from "../../_trpc/client.ts";
import { CheckField, SelectField, TextField } from "../../_ui/field.tsx";
import { Form } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { type Draft, grouped, permissionText, type ProfileList } from "./profile-view.ts";
import { SightFields } from "./sight-fields.tsx";
import { SightPreview } from "./sight-preview.tsx";

interface EditorProps {
  readonly list: ProfileList;
  readonly draft: Draft;
  readonly close: () => void;
  readonly saved: () => void;
}

/** Makes or changes a profile, with what its people will see beside it. */
export function ProfileEditor({ list, draft, close, saved }: EditorProps) {
  const words = useWords();
  const [form, setForm] = useState(draft);
  const save = useAct((input: Parameters<typeof api.profiles.save.mutate>[0]) => api.profiles.save.mutate(input), {
    onSuccess: saved,
  });
  const offered = list.bases.find((one) => one.base === form.base)?.permissions ?? [];
  const isNew = draft.profileId === null;
  const exports = form.permissions.includes("data.export");
  const rebase = (base: string) => {
    const from = list.builtIn.find((one) => one.base === base);
    const next = list.bases.find((one) => one.base === base);
    if (from === undefined || next === undefined) return;
    const permissions = from.permissions.filter((one) => next.permissions.includes(one));
    setForm({ ...form, base: next.base, permissions, sight: from.sight, exportSight: from.exportSight });
  };
  return (
    <Panel
      title={isNew ? words.t("profiles.edit.new") : words.t("profiles.edit.change", { name: draft.name })}
      close={close}
    >
      <Form
        submit={words.t("profiles.save")}
        busy={save.isPending}
        error={save.error}
        close={close}
        send={(fields) => {
          const { profileId, ...rest } = form;
          save.mutate({
            ...rest,
            permissions: [...rest.permissions],
            name: fields.text("name"),
            ...(profileId === null ? {} : { profileId }),
          });
        }}
      >
        <TextField
          id="profile-name"
          name="name"
          label={words.t("profiles.name")}
          help={words.t("profiles.name.help")}
          defaultValue={draft.name}
          autoComplete="off"
          required
          minLength={2}
          maxLength={60}
        />
        <SelectField
          id="profile-base"
          label={words.t("profiles.base")}
          help={words.t("profiles.base.help")}
          value={form.base}
          disabled={!isNew}
          onChange={(event) => rebase(event.target.value)}
        >
          {list.bases.map(({ base }) => (
            <option key={base} value={base}>
              {words.t(`profile.${base}`)}
            </option>
          ))}
        </SelectField>
        <Permissions
          offered={offered}
          chosen={form.permissions}
          choose={(permissions) => setForm({ ...form, permissions })}
        />
        <SightFields
          id="screen"
          title={words.t("profiles.sight")}
          sight={form.sight}
          widest={list.widest}
          change={(sight) => setForm({ ...form, sight })}
        />
        {exports ? (
          <SightFields
            id="files"
            files
            title={words.t("profiles.exportSight")}
            sight={form.exportSight}
            widest={list.widest}
            change={(exportSight) => setForm({ ...form, exportSight })}
          />
        ) : null}
        <SightPreview sight={form.sight} exportSight={exports ? form.exportSight : null} />
      </Form>
    </Panel>
  );
}

interface PermissionsProps {
  readonly offered: readonly Permission[];
  readonly chosen: readonly Permission[];
  readonly choose: (permissions: readonly Permission[]) => void;
}

function Permissions({ offered, chosen, choose }: PermissionsProps) {
  const words = useWords();
  return (
    <fieldset className="grid gap-2">
      <legend className="text-[12px] font-semibold text-ink-2">{words.t("profiles.permissions")}</legend>
      <p className="text-[12.5px] text-ink-2">{words.t("profiles.permissions.help")}</p>
      {grouped(offered).map(({ group, permissions }) => (
        <fieldset key={group} className="grid gap-1">
          <legend className="mb-0.5 font-semibold">{words.t(`permissions.${group}`)}</legend>
          {permissions.map((permission) => (
            <CheckField
              key={permission}
              id={`may-${permission}`}
              label={permissionText(permission, words)}
              checked={chosen.includes(permission)}
              onChange={(event) => choose(event.target.checked ? taken(chosen, permission) : left(chosen, permission))}
            />
          ))}
        </fieldset>
      ))}
    </fieldset>
  );
}

/** A right comes with what it is of no use without, */
function taken(chosen: readonly Permission[], permission: Permission): Permission[] {
  const all = new Set(chosen);
  for (let next: Permission | undefined = permission; next !== undefined; next = NEEDS[next]) all.add(next);
  return [...all];
}

/** and takes along what is of no use without it. */
function left(chosen: readonly Permission[], permission: Permission): Permission[] {
  return chosen.filter((one) => {
    for (let next: Permission | undefined = one; next !== undefined; next = NEEDS[next])
      if (next === permission) return false;
    return true;
  });
}
