"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Fact, Facts } from "../../../_ui/panel.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, Said } from "../../../_ui/states.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { RelayPanel } from "./relay-panel.tsx";

export type RelayView = NonNullable<inferRouterOutputs<AppRouter>["alarms"]["relay"]>;

/** Through which server mails leave. */
export function RelaySheet() {
  const words = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const query = useQuery({ queryKey: ["alarm-relay"], queryFn: () => api.alarms.relay.query() });
  const change = (
    <Button onClick={() => setOpen(true)}>
      {words.t(query.data == null ? "alarms.relay.set" : "alarms.relay.change")}
    </Button>
  );
  return (
    <div className={`grid items-start gap-4 ${open ? "lg:grid-cols-[minmax(0,1fr)_360px]" : ""}`}>
      <Sheet title={words.t("alarms.relay")} actions={change}>
        <Answer query={query}>
          {(relay) =>
            relay === null ? (
              <Said title={words.t("alarms.relay.none")}>{words.t("alarms.relay.none.help")}</Said>
            ) : (
              <Shown relay={relay} />
            )
          }
        </Answer>
      </Sheet>
      {open ? (
        <RelayPanel
          relay={query.data ?? null}
          close={() => setOpen(false)}
          changed={() => {
            setOpen(false);
            void query.refetch();
            // The recipients say whether a mail can leave at all.
            void queries.invalidateQueries({ queryKey: ["alarm-recipients"] });
          }}
        />
      ) : null}
    </div>
  );
}

function Shown({ relay }: { relay: RelayView }) {
  const words = useWords();
  const { host, port, security, username, sender, portal, pin, setAt, setByName } = relay;
  return (
    <div className="grid gap-x-8 gap-y-1.5 px-3.5 py-3 sm:grid-cols-2">
      <Facts>
        <Fact name={words.t("alarms.relay.host")}>{`${host}:${port}`}</Fact>
        <Fact name={words.t("alarms.relay.security")}>
          <Tag tone={security === "none" ? "bad" : "ok"}>{words.t(`alarms.security.${security}.short`)}</Tag>
        </Fact>
        <Fact name={words.t("alarms.relay.username")}>{username ?? words.t("alarms.relay.nobody")}</Fact>
      </Facts>
      <Facts>
        <Fact name={words.t("alarms.relay.sender")}>{sender}</Fact>
        <Fact name={words.t("alarms.relay.portal")}>{portal ?? words.t("alarms.relay.noPortal")}</Fact>
        <Fact name={words.t("alarms.relay.trust")}>
          {words.t(pin === null ? "alarms.trust.authority" : "alarms.trust.pin")}
        </Fact>
      </Facts>
      <p className="text-[12.5px] text-ink-2">
        {words.t("alarms.setBy", { name: setByName, time: shortTime(setAt, "UTC") })}
      </p>
    </div>
  );
}
