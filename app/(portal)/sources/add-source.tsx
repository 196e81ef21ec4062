"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { useWords } from "../../_ui/use-words.tsx";

export function AddSource({ close, added }: { close: () => void; added: () => void }) {
  const words = useWords();
  const drivers = useQuery({
    queryKey: ["drivers"],
    queryFn: () => api.sources.drivers.query(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const add = useMutation({
    mutationFn: (input: Parameters<typeof api.sources.add.mutate>[0]) => api.sources.add.mutate(input),
    onSuccess: added,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    add.mutate({
      name: text("name"),
      driver: text("driver"),
      settings: {
        path: text("path"),
        pattern: text("pattern") || "*",
        mode: text("mode") === "drop" ? "drop" : "tail",
      },
    });
  };
  return (
    <Panel title={words.t("sources.add")} close={close}>
      <form onSubmit={submit} className="mt-2 grid gap-3">
        <TextField id="source-name" name="name" label={words.t("sources.name")} required maxLength={120} />
        <SelectField id="source-driver" name="driver" label={words.t("sources.driver")} required>
          {drivers.data?.map((driver) => (
            <option key={driver.id} value={driver.id}>
              {driver.title} ({words.t(`product.${driver.product}`)})
            </option>
          ))}
        </SelectField>
        <TextField
          id="source-path"
          name="path"
          label={words.t("sources.path")}
          help={words.t("sources.path.help")}
          required
        />
        <TextField
          id="source-pattern"
          name="pattern"
          label={words.t("sources.pattern")}
          help={words.t("sources.pattern.help")}
          defaultValue="*"
        />
        <SelectField id="source-mode" name="mode" label={words.t("sources.mode")}>
          <option value="tail">{words.t("sources.mode.tail")}</option>
          <option value="drop">{words.t("sources.mode.drop")}</option>
        </SelectField>
        {add.isError ? (
          <div role="alert" className="text-brick">
            <FailureText error={add.error} />
          </div>
        ) : null}
        <div className="grid grid-cols-2 gap-2">
          <Button onClick={close}>{words.t("action.cancel")}</Button>
          <Button type="submit" kind="main" disabled={add.isPending || drivers.data === undefined}>
            {words.t("action.add")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
