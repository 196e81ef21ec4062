"use client";
import { useId, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { useFault } from "../../../_ui/form-faults.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";

const KEPT_DAYS = [30, 90, 365, 730] as const;

/** Puts numbers on a list, or takes one off every list without anybody looking for it. */
export function ListPanel({ off, close, changed }: { off: boolean; close: () => void; changed: () => void }) {
  return off ? <OffPanel close={close} changed={changed} /> : <AddPanel close={close} changed={changed} />;
}

function AddPanel({ close, changed }: { close: () => void; changed: () => void }) {
  const words = useWords();
  const [typed, setTyped] = useState("");
  const lines = typed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const act = useAct((fields: FormFields) => add(lines, fields), { onSuccess: changed, gcTime: 0 });
  if (act.data !== undefined)
    return (
      <Panel title={words.t("natures.list.add")} close={close}>
        <div className="grid gap-3" role="status">
          <p>{words.t("natures.list.added", { count: act.data.listed })}</p>
          <Button onClick={close}>{words.t("action.close")}</Button>
        </div>
      </Panel>
    );
  return (
    <Panel title={words.t("natures.list.add")} close={close}>
      <p className="text-ink-2">{words.t("natures.list.add.help")}</p>
      <Form
        submit={words.t("natures.list.add.submit")}
        busy={act.isPending}
        error={act.error}
        close={close}
        disabled={lines.length === 0}
        send={(fields) => act.mutate(fields)}
      >
        <Numbers typed={typed} setTyped={setTyped} />
        <TextField
          id="private-extension"
          name="extension"
          label={words.t("natures.list.for")}
          help={words.t("natures.list.for.help")}
          maxLength={64}
          autoComplete="off"
        />
        <SelectField
          id="private-kept"
          name="keptDays"
          label={words.t("natures.list.kept")}
          help={words.t("natures.list.kept.help")}
          defaultValue={365}
        >
          {KEPT_DAYS.map((days) => (
            <option key={days} value={days}>
              {words.t("natures.list.days", { count: days })}
            </option>
          ))}
        </SelectField>
      </Form>
    </Panel>
  );
}

/** What is wrong with a line stands here: the server names the lines and never what stands in them. */
function Numbers({ typed, setTyped }: { typed: string; setTyped: (text: string) => void }) {
  const words = useWords();
  const id = useId();
  const fault = useFault("numbers", undefined);
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-[12px] font-semibold text-ink-2">
        {words.t("natures.list.numbers")}
      </label>
      <textarea
        id={id}
        name="numbers"
        rows={4}
        spellCheck={false}
        autoComplete="off"
        className="block w-full rounded-md border border-edge bg-sheet px-[9px] py-1.5 font-mono text-[13px] text-ink aria-invalid:border-brick"
        value={typed}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-help ${id}-fault` : `${id}-help`}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p id={`${id}-help`} className="text-[12.5px] text-ink-2">
        {words.t("natures.list.numbers.help")}
      </p>
      {fault ? (
        <p id={`${id}-fault`} role="alert" className="text-[12.5px] font-medium text-brick">
          {fault}
        </p>
      ) : null}
    </div>
  );
}

function OffPanel({ close, changed }: { close: () => void; changed: () => void }) {
  const words = useWords();
  const act = useAct((fields: FormFields) => api.natures.dropNumber.mutate({ number: fields.text("number") }), {
    onSuccess: changed,
    gcTime: 0,
  });
  return (
    <Panel title={words.t("natures.list.off")} close={close}>
      <p className="text-ink-2">{words.t("natures.list.off.help")}</p>
      {act.data === undefined ? (
        <Form
          submit={words.t("natures.list.off.submit")}
          busy={act.isPending}
          error={act.error}
          close={close}
          send={(fields) => act.mutate(fields)}
        >
          <TextField
            id="private-off"
            name="number"
            label={words.t("natures.list.number")}
            required
            maxLength={60}
            autoComplete="off"
          />
        </Form>
      ) : (
        <div className="mt-2 grid gap-3" role="status">
          <p>{words.t("natures.list.dropped", { count: act.data.dropped })}</p>
          <Button onClick={close}>{words.t("action.close")}</Button>
        </div>
      )}
    </Panel>
  );
}

function add(numbers: string[], fields: FormFields) {
  const extension = fields.optional("extension");
  return api.natures.addNumbers.mutate({
    numbers,
    keptDays: fields.number("keptDays") ?? 365,
    ...(extension === null ? {} : { extension }),
  });
}
