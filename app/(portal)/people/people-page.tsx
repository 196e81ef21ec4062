"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo, useRef, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { FailureText } from "../../_ui/failure.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import { Answer, Said } from "../../_ui/states.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer, type Viewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import { AddPerson } from "./add-person.tsx";

type Person = inferRouterOutputs<AppRouter>["people"]["list"][number];

export function PeoplePage() {
  const words = useWords();
  const mayChange = useMay("people.change");
  const [adding, setAdding] = useState(false);
  const actions = mayChange ? (
    <Button kind="main" aria-expanded={adding} onClick={() => setAdding(!adding)}>
      {words.t("people.add")}
    </Button>
  ) : null;
  return (
    <GuardedPage
      title={words.t("people.title")}
      lead={words.t("people.lead")}
      permission="people.see"
      company={false}
      actions={actions}
    >
      <People adding={adding} close={() => setAdding(false)} />
    </GuardedPage>
  );
}

function People({ adding, close }: { adding: boolean; close: () => void }) {
  const words = useWords();
  const viewer = useViewer();
  const query = useQuery({ queryKey: ["people"], queryFn: () => api.people.list.query() });
  const latest = useRef(() => {});
  latest.current = () => void query.refetch();
  const columns = useMemo(() => personColumns(words, viewer, () => latest.current()), [words, viewer]);
  return (
    <div className={`grid items-start gap-4 ${adding ? "lg:grid-cols-[minmax(0,1fr)_320px]" : ""}`}>
      <Sheet label={words.t("people.title")}>
        <Answer query={query}>
          {(list) =>
            list.length === 0 ? (
              <Said title={words.t("people.empty")}>{words.t("people.empty.help")}</Said>
            ) : (
              <SortedTable
                columns={columns}
                rows={list}
                rowId={(person) => person.id}
                caption={words.t("people.title")}
                sort={{ id: "name", desc: false }}
              />
            )
          }
        </Answer>
      </Sheet>
      {adding ? (
        <AddPerson
          close={close}
          added={() => {
            close();
            latest.current();
          }}
        />
      ) : null}
    </div>
  );
}

function personColumns(words: Words, viewer: Viewer, changed: () => void): Columns<Person> {
  const zone = viewer.company?.timeZone ?? "Europe/Stockholm";
  const columns: Columns<Person> = [
    {
      accessorKey: "name",
      meta: { label: words.t("people.column.name") },
      header: words.t("people.column.name"),
      cell: ({ row: { original: person } }) => (
        <span>
          <b className="font-semibold">{person.name}</b>{" "}
          {person.email === viewer.email ? <Tag>{words.t("people.you")}</Tag> : null}
        </span>
      ),
    },
    {
      accessorKey: "email",
      meta: { label: words.t("people.column.email"), look: "soft" },
      header: words.t("people.column.email"),
    },
    {
      accessorKey: "profile",
      meta: { label: words.t("people.column.profile") },
      header: words.t("people.column.profile"),
      cell: ({ row }) => words.t(`profile.${row.original.profile}`),
    },
    {
      id: "last",
      accessorFn: (person) => person.lastSignedInAt?.getTime() ?? 0,
      meta: { label: words.t("people.column.last"), look: "mono" },
      header: words.t("people.column.last"),
      cell: ({ row: { original: person } }) =>
        person.lastSignedInAt === null ? words.t("time.never") : shortTime(person.lastSignedInAt, zone),
    },
    {
      id: "state",
      accessorFn: (person) => (person.disabledAt === null ? "active" : "disabled"),
      meta: { label: words.t("people.column.state") },
      header: words.t("people.column.state"),
      cell: ({ row: { original: person } }) =>
        person.disabledAt === null ? (
          <Tag tone="ok">{words.t("people.active")}</Tag>
        ) : (
          <Tag tone="bad">{words.t("people.disabled")}</Tag>
        ),
    },
  ];
  if (!viewer.permissions.includes("people.change")) return columns;
  const actions: Columns<Person>[number] = {
    id: "actions",
    enableSorting: false,
    meta: { label: words.t("people.column.actions") },
    header: words.t("people.column.actions"),
    cell: ({ row: { original: person } }) =>
      person.email === viewer.email ? null : <Access person={person} changed={changed} />,
  };
  return [...columns, actions];
}

function Access({ person, changed }: { person: Person; changed: () => void }) {
  const words = useWords();
  const disabled = person.disabledAt !== null;
  const change = useMutation({
    mutationFn: () => api.people.change.mutate({ accountId: person.id, disabled: !disabled }),
    onSettled: changed,
  });
  const label = words.t(disabled ? "people.enable" : "people.disable");
  return (
    <div className="grid gap-1 whitespace-normal">
      <Button
        kind={disabled ? "line" : "danger-line"}
        disabled={change.isPending}
        aria-label={`${label}: ${person.name}`}
        onClick={() => change.mutate()}
      >
        {label}
      </Button>
      {change.isError ? (
        <div role="alert" className="text-[12.5px] text-brick">
          <FailureText error={change.error} />
        </div>
      ) : null}
    </div>
  );
}
