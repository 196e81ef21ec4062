"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { saveText } from "../../exports/save-text.ts";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { addDaysTo, dayOf } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import { ProtocolPaper } from "./protocol-paper.tsx";

export type Protocol = inferRouterOutputs<AppRouter>["disposal"]["protocol"];

/** The protocol of a period: made when asked for, to be saved with its signature and to be printed. */
export function ProtocolSheet() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const today = dayOf(new Date(), zone);
  const make = useAct(api.disposal.protocol.mutate);
  const protocol = make.data;
  return (
    <Sheet title={words.t("disposal.protocol")} padded>
      <p className="mb-2 text-ink-2 print:hidden">{words.t("disposal.protocol.help")}</p>
      <div className="max-w-sm print:hidden">
        <Form
          submit={words.t("disposal.make")}
          busy={make.isPending}
          error={make.error}
          send={(fields) => make.mutate({ from: fields.text("from"), to: fields.text("to") })}
        >
          <TextField
            id="protocol-from"
            name="from"
            type="date"
            label={words.t("disposal.from")}
            defaultValue={addDaysTo(today, -30)}
            max={today}
            required
          />
          <TextField
            id="protocol-to"
            name="to"
            type="date"
            label={words.t("disposal.to")}
            defaultValue={today}
            max={today}
            required
          />
        </Form>
      </div>
      {protocol === undefined ? null : (
        <div className="mt-4 grid gap-3">
          <div className="flex flex-wrap gap-2 print:hidden">
            <Button onClick={() => saveText(protocol.fileName, protocol.text)}>{words.t("disposal.save")}</Button>
            <Button onClick={() => window.print()}>{words.t("disposal.print")}</Button>
          </div>
          <ProtocolPaper statement={protocol.statement} />
        </div>
      )}
    </Sheet>
  );
}
