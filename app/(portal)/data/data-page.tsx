"use client";
import Link from "next/link";
import { type ReactNode, useRef, useState } from "react";
import { failureOf } from "../../_trpc/client.ts";
import { PageHead, Sheet } from "../../_ui/sheet.tsx";
import { Failed, Loading, NoCompany, NoRight, Said } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { AskBox } from "./ask-box.tsx";
import { ReadLine } from "./read-line.tsx";
import { RestrictedLine } from "./restricted-line.tsx";
import { Results } from "./results.tsx";
import { RevealScope } from "./reveal-scope.tsx";
import { type Asked, useSearch, type View } from "./use-search.ts";
import { FIRST_COLUMNS, type SavedView, useViews, type Views, viewOf } from "./use-views.ts";
import { ViewsMenu } from "./views-menu.tsx";

const ROWS = 50;

/** The page everything serves: one number, every copy. */
export function DataPage({ linkedView }: { linkedView: string | null }) {
  const words = useWords();
  const viewer = useViewer();
  const mayExport = useMay("data.export");
  const mayErase = useMay("data.erase");
  const lead = words.t(mayErase ? "data.lead" : mayExport ? "data.lead" : "data.lead.seeOnly");
  return (
    <>
      <PageHead title={words.t("data.title")} lead={lead} />
      {!viewer.permissions.includes("data.search") ? (
        <NoRight />
      ) : viewer.company === null ? (
        <NoCompany />
      ) : (
        <Search linkedView={linkedView} />
      )}
    </>
  );
}

function Search({ linkedView }: { linkedView: string | null }) {
  const words = useWords();
  const [type, setType] = useState<Asked["type"]>("detect");
  const [asked, setAsked] = useState<Asked | null>(null);
  const turn = useRef(0);
  const views = useViews();
  const question = useQuestion(views, linkedView);
  const { view } = question;
  const first = useSearch(asked, view, null);
  const ask = (text: string, as: Asked["type"]) => {
    turn.current++;
    // Somebody else's filters must not hide calls of this one; those of a view are meant to stay.
    question.restart();
    setAsked({ text, type: as, turn: turn.current });
  };
  const askAs = (as: Asked["type"]) => {
    setType(as);
    if (asked !== null) ask(asked.text, as);
  };
  const menu = (
    <ViewsMenu views={views} view={view} columns={question.columns} current={question.saved} apply={question.apply} />
  );
  return (
    <>
      <AskBox ask={(text) => ask(text, type)} type={type} setType={setType} busy={first.isFetching} />
      {asked === null ? (
        <Start menu={menu} linked={linkedView !== null && views.known && question.saved === undefined} />
      ) : first.data !== undefined && !first.isError ? (
        <>
          <ReadLine answer={first.data} askAs={askAs} />
          <RestrictedLine
            restricted={first.data.restricted}
            show={(purpose) => setAsked({ ...asked, restrictedPurpose: purpose, turn: ++turn.current })}
          />
          {first.data.read.searchable ? (
            <RevealScope search={String(asked.turn)}>
              <Results
                key={asked.turn}
                asked={asked}
                first={first.data}
                view={view}
                setView={question.setView}
                stale={first.isPlaceholderData}
                views={views}
                columns={question.columns}
                menu={menu}
              />
            </RevealScope>
          ) : (
            <NotSearchable />
          )}
        </>
      ) : (
        <div className="mt-4">
          <Sheet label={words.t("data.title")}>
            {first.isError ? <SearchFailed error={first.error} retry={() => void first.refetch()} /> : <Loading />}
          </Sheet>
        </div>
      )}
    </>
  );
}

/** The question of the page: a saved view, what was changed since, and which columns stand. */
function useQuestion(views: Views, linkedView: string | null) {
  const [chosen, setChosen] = useState<SavedView | null | undefined>(undefined);
  const [changed, setChanged] = useState<View | null>(null);
  const [limit, setLimit] = useState(ROWS);
  const wanted = linkedView ?? views.look.defaultViewId;
  // Until somebody chooses, it is the view of the link or the one this person begins with.
  const saved = chosen === undefined ? views.views.find((one) => one.viewId === wanted) : (chosen ?? undefined);
  return {
    saved,
    view: changed ?? viewOf(saved, limit),
    columns: views.look.columns ?? saved?.columns ?? FIRST_COLUMNS,
    setView: (next: View) => {
      setLimit(next.limit);
      setChanged(next);
    },
    restart: () => setChanged(null),
    apply: (next: SavedView | null) => {
      setChosen(next);
      setChanged(null);
      if (next !== null && views.look.columns?.join() !== next.columns.join()) views.setLook({ columns: next.columns });
      globalThis.history.replaceState(null, "", next === null ? "/data" : `/data?view=${next.viewId}`);
    },
  };
}

function Start({ menu, linked }: { menu: ReactNode; linked: boolean }) {
  const words = useWords();
  return (
    <div className="mt-6 grid justify-items-start gap-1">
      <Said title={words.t("data.start")} action={menu}>
        {linked ? <p className="mb-2 text-brick">{words.t("data.views.gone")}</p> : null}
        {words.t("data.start.help")} {words.t("data.start.keys")}
      </Said>
      <PatternLink />
    </div>
  );
}

/** Who knows a part of a number looks for it over a period. */
function PatternLink() {
  const words = useWords();
  if (!useMay("data.pattern")) return null;
  return (
    <Link className="font-semibold text-pine underline underline-offset-3" href="/data/patterns">
      {words.t("patterns.link")}
    </Link>
  );
}

function SearchFailed({ error, retry }: { error: unknown; retry: () => void }) {
  return failureOf(error).code === "forbidden" ? <NoRight /> : <Failed error={error} retry={retry} />;
}

function NotSearchable() {
  const words = useWords();
  return (
    <Sheet label={words.t("data.notSearchable")}>
      <Said title={words.t("data.notSearchable")}>{words.t("data.notSearchable.help")}</Said>
    </Sheet>
  );
}
