"use client";
import { api } from "../../../_trpc/client.ts";
import { SelectField } from "../../../_ui/field.tsx";
import { PurposeField } from "../../../_ui/reason-field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { UndefinedDay } from "./views.ts";

type Asked = Parameters<typeof api.undefined.mayDownload.mutate>[0];

/** A day's lines as a file: whoever takes it says why, and it stands in the audit. */
export function DownloadForm({ day, close }: { day: UndefinedDay; close: () => void }) {
  const words = useWords();
  const take = useAct(
    async (asked: Asked) => {
      await api.undefined.mayDownload.mutate(asked);
      return asked;
    },
    {
      onSuccess: (asked) => {
        sendForm(asked);
        close();
      },
    },
  );
  return (
    <Form
      submit={words.t("undefined.download.submit")}
      busy={take.isPending}
      error={take.error}
      close={close}
      send={(fields) =>
        take.mutate({
          ...{ sourceId: day.sourceId, day: day.day, purpose: fields.text("purpose") },
          format: fields.text("format") === "json" ? "json" : "bytes",
        })
      }
    >
      <p className="text-ink-2">{words.t("undefined.download.help")}</p>
      <SelectField id="undefined-format" name="format" label={words.t("undefined.format")}>
        <option value="bytes">{words.t("undefined.format.bytes")}</option>
        <option value="json">{words.t("undefined.format.json")}</option>
      </SelectField>
      <PurposeField id="undefined-purpose" />
    </Form>
  );
}

/** A POST of the page's own form: the purpose stands in no address, and the browser writes the stream to disk by itself. */
function sendForm(asked: Asked): void {
  const form = document.createElement("form");
  form.method = "POST";
  form.action = "/api/undefined-lines";
  form.hidden = true;
  for (const [name, value] of Object.entries(asked)) {
    const input = document.createElement("input");
    input.name = name;
    input.value = String(value);
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}
