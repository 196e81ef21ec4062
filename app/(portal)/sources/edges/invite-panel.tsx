"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { InvitationShown } from "./invitation-shown.tsx";

/** A name, and the stopped sources that are to run there; then the code. */
export function InvitePanel({ close, changed }: { close: () => void; changed: () => void }) {
  const words = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const sources = useQuery({ queryKey: ["sources"], queryFn: () => api.sources.list.query() });
  const movable = (sources.data ?? []).filter((one) => one.state === "stopped" && one.edgeId === null);
  const invite = useMutation({
    mutationFn: (name: string) => api.edges.invite.mutate({ name, sourceIds: [...chosen] }),
    onSuccess: changed,
    gcTime: 0,
  });
  const toggle = (id: number) =>
    setChosen((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]));
  return (
    <Panel title={words.t("edges.add")} close={close}>
      {invite.data === undefined ? (
        <Form
          submit={words.t("edges.make")}
          busy={invite.isPending}
          error={invite.error}
          close={close}
          send={(fields) => invite.mutate(fields.text("name"))}
        >
          <TextField
            id="edge-name"
            name="name"
            label={words.t("edges.name")}
            help={words.t("edges.name.help")}
            required
            maxLength={80}
            autoComplete="off"
          />
          <fieldset className="grid gap-1.5">
            <legend className="mb-1 font-semibold">{words.t("edges.sources")}</legend>
            <p className="text-ink-2">{words.t("edges.sources.help")}</p>
            <div className="grid max-h-64 gap-1 overflow-y-auto">
              {movable.map(({ id, name }) => (
                <label key={id} className="flex min-h-7 items-center gap-2">
                  <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
                  {name}
                </label>
              ))}
            </div>
          </fieldset>
        </Form>
      ) : (
        <InvitationShown invitation={invite.data} />
      )}
    </Panel>
  );
}
