"use client";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { fileText } from "#server/domain/tariff/file-text.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { downloadExample } from "./example.ts";
import { packed } from "./packed.ts";

type Imported = inferRouterOutputs<AppRouter>["tariffs"]["import"];

interface ImportPanelProps {
  readonly close: () => void;
  readonly taken: (tariffId: string) => void;
}

/** Takes a file in, whole or not at all; what is wrong in it is told line by line. */
export function ImportPanel({ close, taken }: ImportPanelProps) {
  const words = useWords();
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<"missing" | "changed" | null>(null);
  const send = useMutation({
    mutationFn: async ({ check, validFrom }: { check: boolean; validFrom: string }) => {
      const text = fileText(await bytesOf(file));
      return api.tariffs.import.mutate({ validFrom, packed: await packed(text), check });
    },
    onSuccess: ({ tariffId }) => {
      if (tariffId === null) return;
      taken(tariffId);
      close();
    },
  });
  const start = async (check: boolean, validFrom: string) => {
    // A browser does not read a file that was saved again since it was chosen.
    const readable =
      file !== null &&
      (await bytesOf(file).then(
        () => true,
        () => false,
      ));
    setWrong(file === null ? "missing" : readable ? null : "changed");
    if (readable) send.mutate({ check, validFrom });
    else send.reset();
  };
  return (
    <Panel title={words.t("tariffs.import")} close={close}>
      <Form
        submit={words.t("tariffs.take")}
        busy={send.isPending}
        error={send.error}
        close={close}
        send={(fields) => void start(false, fields.text("validFrom"))}
        also={{
          label: words.t("tariffs.check"),
          busy: send.isPending,
          send: (fields) => void start(true, fields.text("validFrom")),
        }}
      >
        <TextField
          id="tariff-file"
          name="file"
          type="file"
          accept=".csv,text/csv"
          label={words.t("tariffs.file")}
          help={words.t("tariffs.file.help")}
          fault={wrong === null ? undefined : words.t(`tariffs.file.${wrong}`)}
          // The same file may be chosen again.
          onClick={(event) => {
            event.currentTarget.value = "";
          }}
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            setWrong(null);
            send.reset();
          }}
        />
        <TextField
          id="tariff-from"
          name="validFrom"
          type="date"
          required
          label={words.t("tariffs.validFrom")}
          help={words.t("tariffs.validFrom.help")}
        />
      </Form>
      {send.data ? <Found found={send.data} /> : null}
      <Button kind="plain" className="mt-2" onClick={downloadExample}>
        {words.t("tariffs.example")}
      </Button>
    </Panel>
  );
}

async function bytesOf(file: File | null): Promise<Uint8Array> {
  return file === null ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
}

function Found({ found }: { found: Imported }) {
  const words = useWords();
  const { lines, prefixes, faults, faultsTotal, replaces } = found;
  if (faultsTotal === 0)
    return (
      <div role="status" className="mt-3 grid gap-1 rounded-md bg-moss-soft p-2">
        <p>{words.t("tariffs.checked", { count: lines, prefixes })}</p>
        {replaces ? <p>{words.t("tariffs.replaces")}</p> : null}
      </div>
    );
  return (
    <div role="alert" className="mt-3 grid gap-1.5 rounded-md bg-brick-soft p-2">
      <p className="font-semibold">{words.t("tariffs.faults", { count: faultsTotal })}</p>
      <ul className="grid gap-1.5">
        {faults.map(({ line, column, fault }) => (
          <li key={`${line} ${column} ${fault}`}>
            <span className="font-semibold">{words.t("tariffs.fault.line", { line })}</span>
            {column === null ? " " : <code className="font-mono"> {column} </code>}
            {words.t(`tariffs.fault.${fault}`)}
          </li>
        ))}
      </ul>
      {faultsTotal > faults.length ? <p>{words.t("tariffs.faults.first")}</p> : null}
    </div>
  );
}
