"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTable } from "@tanstack/react-table";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { useDeferredValue, useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { Pager, usePageWithin } from "../../_ui/pager.tsx";
import { partOf } from "../../_ui/pages.ts";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer, EmptyState, FilteredOut } from "../../_ui/states.tsx";
import { features, TableView } from "../../_ui/table.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { AddPerson } from "./add-person.tsx";
import { personColumns } from "./person-columns.tsx";
import { PersonPanel } from "./person-panel.tsx";
import { useProfileNames } from "./use-profile-names.ts";

export type Person = inferRouterOutputs<AppRouter>["people"]["list"]["people"][number];
type Asked = NonNullable<inferRouterInputs<AppRouter>["people"]["list"]>;
type State = NonNullable<Asked["state"]>;
type Sort = { readonly sort: NonNullable<Asked["sort"]>; readonly desc: boolean };

const PAGE_ROWS = 50;
const STATES: readonly State[] = ["any", "active", "disabled", "never", "change"];
const SORTS: readonly Sort["sort"][] = ["name", "email", "profile", "last"];
const NONE: readonly Person[] = [];

export function PeoplePage() {
  const words = useWords();
  const mayChange = useMay("people.change");
  const [panel, setPanel] = useState<Person | "new" | null>(null);
  const actions = mayChange ? (
    <Button kind="main" aria-expanded={panel === "new"} onClick={() => setPanel(panel === "new" ? null : "new")}>
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
      <People panel={panel} setPanel={setPanel} />
    </GuardedPage>
  );
}

interface PeopleProps {
  readonly panel: Person | "new" | null;
  readonly setPanel: (next: Person | "new" | null) => void;
}

function People({ panel, setPanel }: PeopleProps) {
  const words = useWords();
  const [text, setText] = useState("");
  const [state, setState] = useState<State>("any");
  const [order, setOrder] = useState<Sort>({ sort: "name", desc: false });
  const [page, setPage] = useState(0);
  const sought = useDeferredValue(text);
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["people", sought, state, order, page],
    queryFn: () => api.people.list.query({ text: sought, state, ...order, skip: page * PAGE_ROWS, limit: PAGE_ROWS }),
    placeholderData: keepPreviousData,
  });
  usePageWithin(page, PAGE_ROWS, query.data?.found ?? null, setPage);
  const sortBy = (next: Sort) => {
    setOrder(next);
    setPage(0);
  };
  const narrow = (next: { text?: string; state?: State }) => {
    if (next.text !== undefined) setText(next.text);
    if (next.state !== undefined) setState(next.state);
    setPage(0);
  };
  const table = usePeopleTable(query.data?.people ?? NONE, order, sortBy, setPanel, panel !== null);
  const narrowed = sought !== "" || state !== "any";
  const close = () => setPanel(null);
  // Whoever is added or disabled moves others to another page, too.
  const refresh = () => void queries.invalidateQueries({ queryKey: ["people"] });
  return (
    <div className={`grid items-start gap-4 ${panel === null ? "" : "lg:grid-cols-[minmax(0,1fr)_340px]"}`}>
      <Sheet label={words.t("people.title")}>
        <Narrow text={text} state={state} change={narrow} found={query.data?.found ?? null} />
        <Answer query={query}>
          {({ found }) =>
            found === 0 && narrowed ? (
              <FilteredOut clear={() => narrow({ text: "", state: "any" })} />
            ) : found === 0 ? (
              <EmptyState title={words.t("people.empty")} why={words.t("people.empty.help")} />
            ) : (
              <>
                <TableView table={table} caption={words.t("people.title")} />
                <Pager part={partOf(page, PAGE_ROWS, found)} of={found} size={PAGE_ROWS} go={setPage} />
              </>
            )
          }
        </Answer>
      </Sheet>
      {panel === "new" ? <AddPerson close={close} added={refresh} /> : null}
      {panel === null || panel === "new" ? null : (
        <PersonPanel
          key={panel.id}
          person={query.data?.people.find((one) => one.id === panel.id) ?? panel}
          close={close}
          changed={refresh}
        />
      )}
    </div>
  );
}

/** The order and the pages are the server's. */
function usePeopleTable(
  people: readonly Person[],
  order: Sort,
  setOrder: (order: Sort) => void,
  open: (person: Person) => void,
  /** Beside an open panel only what tells people apart is drawn. */
  narrow: boolean,
) {
  const words = useWords();
  const viewer = useViewer();
  const profileOf = useProfileNames();
  const columns = useMemo(() => personColumns({ words, viewer, profileOf, open }), [words, viewer, profileOf, open]);
  return useTable({
    features,
    columns,
    data: people,
    getRowId: (person) => person.id,
    enableRowSelection: false,
    manualSorting: true,
    enableSortingRemoval: false,
    state: {
      sorting: [{ id: order.sort, desc: order.desc }],
      columnVisibility: { profile: !narrow, last: !narrow },
    },
    onSortingChange: (change) => {
      const [next] = typeof change === "function" ? change([{ id: order.sort, desc: order.desc }]) : change;
      const sort = SORTS.find((known) => known === next?.id);
      if (next !== undefined && sort !== undefined) setOrder({ sort, desc: next.desc });
    },
  });
}

interface NarrowProps {
  readonly text: string;
  readonly state: State;
  readonly found: number | null;
  readonly change: (next: { text?: string; state?: State }) => void;
}

/** What is typed here stays in the page: a name belongs in no address. */
function Narrow({ text, state, found, change }: NarrowProps) {
  const words = useWords();
  return (
    <search className="flex flex-wrap items-end gap-3 border-b border-line px-3 py-2">
      <div className="w-full md:w-64">
        <TextField
          id="people-text"
          label={words.t("people.search")}
          value={text}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => change({ text: event.target.value })}
        />
      </div>
      <div className="w-full md:w-52">
        <SelectField
          id="people-state"
          label={words.t("people.column.state")}
          value={state}
          onChange={(event) => change({ state: STATES.find((known) => known === event.target.value) ?? "any" })}
        >
          {STATES.map((known) => (
            <option key={known} value={known}>
              {words.t(`people.state.${known}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <span role="status" className="pb-1.5 text-ink-2">
        {found === null ? "" : words.t("people.found", { count: found })}
      </span>
    </search>
  );
}
