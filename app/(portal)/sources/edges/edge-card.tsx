"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { bytes } from "../../../_ui/bytes.ts";
import { FailureText } from "../../../_ui/failure.tsx";
import { Fact, Facts } from "../../../_ui/panel.tsx";
import { Question } from "../../../_ui/question.tsx";
import { Tag, type Tone } from "../../../_ui/tag.tsx";
import { ago, longDay } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { EdgeView } from "./edges-page.tsx";
import { InvitationShown } from "./invitation-shown.tsx";

const TONES: Readonly<Record<EdgeView["state"], Tone>> = {
  invited: "info",
  lapsed: "plain",
  "at-work": "ok",
  silent: "bad",
  revoked: "plain",
};

/** One edge: how it fares, which sources run there, and what may be done with it. */
export function EdgeCard({ edge, changed }: { edge: EdgeView; changed: () => void }) {
  const words = useWords();
  const mayChange = useMay("source.change");
  const [asking, setAsking] = useState(false);
  const renew = useMutation({ mutationFn: () => api.edges.renew.mutate({ edgeId: edge.id }), onSuccess: changed });
  const isAwaited = edge.state === "invited" || edge.state === "lapsed";
  return (
    <li className="grid gap-3 px-3.5 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="break-words">{edge.name}</h2>
        <Tag tone={TONES[edge.state]}>{words.t(`edges.state.${edge.state}`)}</Tag>
        {edge.isFull && edge.state !== "revoked" ? <Tag tone="bad">{words.t("edges.full")}</Tag> : null}
        {mayChange && edge.state !== "revoked" ? (
          <span className="ml-auto flex flex-wrap gap-2">
            {isAwaited ? (
              <Button disabled={renew.isPending} onClick={() => renew.mutate()}>
                {words.t("edges.code.again")}
              </Button>
            ) : null}
            <Button kind="danger-line" onClick={() => setAsking(true)}>
              {words.t("edges.revoke")}…
            </Button>
          </span>
        ) : null}
      </div>
      {renew.error === null ? null : <FailureText error={renew.error} />}
      {renew.data === undefined || !isAwaited ? null : <InvitationShown invitation={renew.data} />}
      <div className="grid gap-x-8 gap-y-1.5 sm:grid-cols-2">
        <Health edge={edge} words={words} />
      </div>
      {asking ? <RevokeQuestion edge={edge} close={() => setAsking(false)} changed={changed} /> : null}
    </li>
  );
}

function Health({ edge, words }: { edge: EdgeView; words: Words }) {
  const sources = edge.sources.map(({ name }) => name).join(", ");
  const unknown = words.t("edges.unknown");
  // It runs nothing and writes nothing any more: its sources are stopped, and move on their own pages.
  const isRevoked = edge.state === "revoked";
  return (
    <>
      <Facts>
        <Fact name={words.t("edges.contact")}>
          {edge.lastContactAt === null ? words.t("edges.contact.never") : ago(edge.lastContactAt, new Date(), words)}
        </Fact>
        {isRevoked ? null : (
          <Fact name={words.t("edges.sources")}>{sources === "" ? words.t("edges.sources.none") : sources}</Fact>
        )}
        <Fact name={words.t("edges.waiting")}>{bytes(edge.waitingBytes, words)}</Fact>
        {isRevoked ? null : (
          <Fact name={words.t("edges.keys")}>{edge.keysUntil === null ? unknown : longDay(edge.keysUntil, words)}</Fact>
        )}
      </Facts>
      <Facts>
        <Fact name={words.t("edges.release")}>{edge.release ?? unknown}</Fact>
        <Fact name={words.t("edges.clock")}>{clockText(edge.clockOffsetMs, words)}</Fact>
        <Fact name={words.t("edges.disk")}>
          {edge.diskFreeBytes === null ? unknown : bytes(edge.diskFreeBytes, words)}
        </Fact>
        <Fact name={words.t("edges.refused")}>{words.number(edge.refused)}</Fact>
      </Facts>
    </>
  );
}

function clockText(offsetMs: number | null, words: Words): string {
  if (offsetMs === null) return words.t("edges.unknown");
  const count = Math.round(Math.abs(offsetMs) / 1_000);
  // A request takes its time on the way: a few seconds say nothing of the clock.
  if (count < 5) return words.t("edges.clock.right");
  return words.t(offsetMs > 0 ? "edges.clock.ahead" : "edges.clock.behind", { count });
}

function RevokeQuestion({ edge, close, changed }: { edge: EdgeView; close: () => void; changed: () => void }) {
  const words = useWords();
  const revoke = useMutation({
    mutationFn: () => api.edges.revoke.mutate({ edgeId: edge.id }),
    onSuccess: () => {
      changed();
      close();
    },
  });
  return (
    <Question
      title={words.t("edges.revoke.title", { name: edge.name })}
      why={words.t("edges.revoke.why")}
      focus="edge-keep"
      close={close}
    >
      {revoke.error === null ? null : <FailureText error={revoke.error} />}
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        <Button id="edge-keep" onClick={close}>
          {words.t("edges.revoke.keep")}
        </Button>
        <Button kind="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
          {words.t("edges.revoke")}
        </Button>
      </div>
    </Question>
  );
}
