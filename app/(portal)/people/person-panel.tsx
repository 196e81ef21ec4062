"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { TextField } from "../../_ui/field.tsx";
import { Form } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { placeOf } from "../../_ui/session-table.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import type { Person } from "./people-page.tsx";
import { PersonState } from "./person-columns.tsx";
import { ProfileChoice } from "./profile-choice.tsx";
import { ShownPassword } from "./shown-password.tsx";

interface PersonProps {
  readonly person: Person;
  readonly changed: () => void;
}

/** Everything that can be done about one person, beside the list. */
export function PersonPanel({ person, close, changed }: PersonProps & { close: () => void }) {
  const words = useWords();
  const viewer = useViewer();
  const mayChange = useMay("people.change");
  const maySeeSessions = useMay("session.end");
  return (
    <Panel title={person.name} close={close}>
      <p className="flex flex-wrap items-center gap-2 text-ink-2">
        <span className="break-all">{person.email}</span> <PersonState person={person} words={words} />
      </p>
      {mayChange ? (
        <>
          <NameForm person={person} changed={changed} />
          {viewer.company === null ? null : (
            <Part title={words.t("people.column.profile")}>
              <ProfileChoice person={person} changed={changed} />
            </Part>
          )}
          <Access person={person} changed={changed} />
          <Password person={person} changed={changed} />
        </>
      ) : null}
      {maySeeSessions ? <Sessions person={person} /> : null}
      <div className="mt-4">
        <Button onClick={close}>{words.t("action.close")}</Button>
      </div>
    </Panel>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-4 grid justify-items-start gap-2 border-t border-line pt-3">
      <h3 className="text-[12px] font-semibold text-ink-2">{title}</h3>
      {children}
    </section>
  );
}

function NameForm({ person, changed }: PersonProps) {
  const words = useWords();
  const rename = useAct((name: string) => api.people.change.mutate({ accountId: person.id, name }), {
    onSuccess: changed,
  });
  return (
    <Form
      submit={words.t("action.save")}
      busy={rename.isPending}
      error={rename.error}
      send={(fields) => rename.mutate(fields.text("name"))}
    >
      <TextField
        id="person-new-name"
        name="name"
        label={words.t("people.column.name")}
        defaultValue={person.name}
        required
        maxLength={120}
        autoComplete="off"
      />
    </Form>
  );
}

function Access({ person, changed }: PersonProps) {
  const words = useWords();
  const disabled = person.disabledAt !== null;
  const change = useAct(() => api.people.change.mutate({ accountId: person.id, disabled: !disabled }), {
    onSettled: changed,
  });
  return (
    <Part title={words.t("people.access")}>
      <p className="text-ink-2">{words.t(disabled ? "people.enable.help" : "people.disable.help")}</p>
      <Button kind={disabled ? "line" : "danger-line"} disabled={change.isPending} onClick={() => change.mutate()}>
        {words.t(disabled ? "people.enable" : "people.disable")}
      </Button>
      <Refusal className="text-[12.5px]" error={change.error} />
    </Part>
  );
}

function Password({ person, changed }: PersonProps) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const reset = useAct(() => api.people.resetPassword.mutate({ accountId: person.id }), { onSuccess: changed });
  const done = () => {
    reset.reset();
    setAsking(false);
  };
  return (
    <Part title={words.t("people.password")}>
      {reset.data ? (
        <ShownPassword password={reset.data.password} close={done} />
      ) : asking ? (
        <>
          <p className="text-ink-2">{words.t("people.reset.help")}</p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={done}>{words.t("action.cancel")}</Button>
            <Button kind="danger" disabled={reset.isPending} onClick={() => reset.mutate()}>
              {words.t("people.reset.confirm")}
            </Button>
          </div>
          <Refusal className="text-[12.5px]" error={reset.error} />
        </>
      ) : (
        <Button onClick={() => setAsking(true)}>{words.t("people.reset")}</Button>
      )}
    </Part>
  );
}

/** Asked for by a click: where somebody works is looked at only for a reason, and the looking is written down. */
function Sessions({ person }: { person: Person }) {
  const words = useWords();
  const [shown, setShown] = useState(false);
  const zone = useViewer().company?.timeZone ?? "Europe/Stockholm";
  const query = useQuery({
    queryKey: ["people", person.id, "sessions"],
    queryFn: () => api.people.sessions.query({ accountId: person.id }),
    enabled: shown,
    staleTime: 0,
  });
  const end = useAct(
    (sessionId: string | null) =>
      api.people.endSessions.mutate({ accountId: person.id, ...(sessionId === null ? {} : { sessionId }) }),
    { onSettled: () => (shown ? void query.refetch() : undefined) },
  );
  return (
    <Part title={words.t("session.ofPerson")}>
      <div className="flex flex-wrap gap-2">
        {shown ? null : <Button onClick={() => setShown(true)}>{words.t("session.show")}</Button>}
        <Button kind="danger-line" disabled={end.isPending} onClick={() => end.mutate(null)}>
          {words.t("session.endAll")}
        </Button>
      </div>
      {end.isSuccess ? (
        <p role="status" className="text-moss">
          {words.t("session.endedCount", { count: end.data.ended })}
        </p>
      ) : null}
      <Refusal className="text-[12.5px]" error={end.error} />
      {shown ? (
        <Answer query={query}>
          {(sessions) =>
            sessions.length === 0 ? (
              <p className="text-ink-2">{words.t("session.none")}</p>
            ) : (
              <ul className="grid w-full gap-2">
                {sessions.map((session) => (
                  <li key={session.id} className="flex flex-wrap items-center gap-2 border-t border-line pt-2">
                    <span className="mr-auto">
                      {placeOf(session, words)}
                      <br />
                      <span className="font-mono text-[12.5px] text-ink-2">
                        {shortTime(session.lastSeenAt, zone)} {session.address ?? ""}
                      </span>
                    </span>
                    <Button
                      kind="danger-line"
                      disabled={end.isPending}
                      aria-label={`${words.t("session.end")}: ${placeOf(session, words)}, ${shortTime(session.createdAt, zone)}`}
                      onClick={() => end.mutate(session.id)}
                    >
                      {words.t("session.end")}
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      ) : null}
    </Part>
  );
}
