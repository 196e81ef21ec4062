"use client";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Fact, Facts, Panel } from "../../_ui/panel.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { dayOf, longDay, shortTime } from "../../_ui/times.ts";
import { ReasonField } from "../../_ui/reason-field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { CaseMaking } from "./case-making.tsx";
import { CaseState, endText, groundText, keepsText } from "./case-table.tsx";
import type { CaseView } from "./holds-page.tsx";
import { PrepareErasure } from "./prepare-erasure.tsx";

type Act = "lift" | "renew" | "upheld" | "rejected" | "prepare";

interface CasePanelProps {
  readonly view: CaseView;
  readonly close: () => void;
  readonly changed: () => void;
}

/** One case: what it keeps and why, and what can be done with it. */
export function CasePanel({ view, close, changed }: CasePanelProps) {
  const words = useWords();
  const [act, setAct] = useState<Act | null>(null);
  return (
    <Panel title={view.name} close={close}>
      <CaseFacts view={view} />
      <p className="mt-2 border-l-2 border-line-strong pl-2 text-ink-2">{view.reason}</p>
      {view.endReason === null ? null : <p className="mt-1 pl-2 text-ink-2">{view.endReason}</p>}
      {view.callsMissed > 0 ? (
        <p className="mt-2 text-brick">{words.t("holds.missed", { count: view.callsMissed })}</p>
      ) : null}
      {view.state === "making" ? <CaseMaking view={view} changed={changed} /> : null}
      {act === "prepare" ? (
        <PrepareErasure caseId={view.caseId} name={view.name} close={() => setAct(null)} erased={changed} />
      ) : act === null ? (
        <Acts view={view} choose={setAct} />
      ) : (
        <ActForm key={act} act={act} view={view} close={() => setAct(null)} changed={changed} />
      )}
    </Panel>
  );
}

function CaseFacts({ view }: { view: CaseView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <Facts>
      <Fact name={words.t("holds.column.kind")}>{words.t(`holds.kind.${view.kind}`)}</Fact>
      <Fact name={words.t("holds.column.state")}>
        <CaseState view={view} />
      </Fact>
      <Fact name={words.t("holds.column.ground")}>{groundText(view.ground, words)}</Fact>
      <Fact name={words.t("holds.column.keeps")}>{keepsText(view, words)}</Fact>
      <Fact name={words.t("holds.column.ends")}>{endText(view, words)}</Fact>
      <Fact name={words.t("holds.column.by")}>
        {view.createdBy}, {shortTime(view.createdAt, zone)}
      </Fact>
      {view.toldOn === null ? null : <Fact name={words.t("holds.lift.told")}>{longDay(view.toldOn, words)}</Fact>}
      {view.endedAt === null ? null : (
        <Fact name={words.t("holds.ended")}>
          {view.endedBy ?? words.t("holds.byItself")}, {shortTime(view.endedAt, zone)}
        </Fact>
      )}
    </Facts>
  );
}

function Acts({ view, choose }: { view: CaseView; choose: (act: Act) => void }) {
  const words = useWords();
  const mayChange = useMay("hold.change");
  const mayErase = useMay("data.erase");
  if (view.state !== "active") return null;
  const upheld = view.kind === "objection" && view.decision === "upheld";
  const pending = view.kind === "objection" && !upheld;
  return (
    <div className="mt-3 grid grid-cols-2 gap-2">
      {mayChange && view.endsOn !== null ? (
        <Button onClick={() => choose("renew")}>{words.t("holds.renew")}…</Button>
      ) : null}
      {mayChange && pending ? (
        <>
          <Button onClick={() => choose("rejected")}>{words.t("holds.reject")}…</Button>
          <Button onClick={() => choose("upheld")}>{words.t("holds.uphold")}…</Button>
        </>
      ) : null}
      {mayErase && upheld ? <Button onClick={() => choose("prepare")}>{words.t("holds.prepare")}…</Button> : null}
      {mayChange && !pending ? (
        <Button kind="danger-line" onClick={() => choose("lift")}>
          {words.t("holds.lift")}…
        </Button>
      ) : null}
    </div>
  );
}

function ActForm({ act, view, close, changed }: CasePanelProps & { act: Exclude<Act, "prepare"> }) {
  const words = useWords();
  const today = dayOf(new Date(), useViewer().company?.timeZone ?? "UTC");
  const send = useAct((fields: FormFields) => sendAct(act, view.caseId, fields), {
    onSuccess: () => {
      changed();
      close();
    },
  });
  const tells = act === "rejected" || (act === "lift" && view.kind === "restriction");
  const label = { lift: "holds.lift", renew: "holds.renew", upheld: "holds.uphold", rejected: "holds.reject" } as const;
  return (
    <Form
      submit={words.t(label[act])}
      kind={act === "lift" || act === "rejected" ? "danger" : "main"}
      busy={send.isPending}
      error={send.error}
      close={close}
      send={(fields) => send.mutate(fields)}
    >
      {act === "lift" ? <p className="text-ink-2">{words.t("holds.lift.lead")}</p> : null}
      {act === "upheld" || act === "rejected" ? <p className="text-ink-2">{words.t("holds.decide.lead")}</p> : null}
      {act === "renew" ? (
        <TextField
          id="case-renew"
          name="endsOn"
          type="date"
          min={view.endsOn ?? today}
          label={words.t("holds.renew.ends")}
          help={words.t("holds.field.ends.help")}
          required
        />
      ) : null}
      {tells ? (
        <TextField
          id="case-told"
          name="toldOn"
          type="date"
          max={today}
          label={words.t("holds.lift.told")}
          help={words.t("holds.lift.told.help")}
          required
        />
      ) : null}
      <ReasonField id="case-why" />
    </Form>
  );
}

async function sendAct(act: Exclude<Act, "prepare">, caseId: string, fields: FormFields): Promise<void> {
  const reason = fields.text("reason");
  const toldOn = fields.optional("toldOn");
  const told = toldOn === null ? {} : { toldOn };
  if (act === "renew") await api.cases.renew.mutate({ caseId, reason, endsOn: fields.text("endsOn") });
  else if (act === "lift") await api.cases.lift.mutate({ caseId, reason, ...told });
  else await api.cases.decide.mutate({ caseId, decision: act, reason, ...told });
}
