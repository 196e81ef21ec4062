"use client";
import { useRef, useState } from "react";
import { failureOf } from "../../_trpc/client.ts";
import { PageHead, Sheet } from "../../_ui/sheet.tsx";
import { Failed, Loading, NoCompany, NoRight, Said } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { AskBox } from "./ask-box.tsx";
import { ReadLine } from "./read-line.tsx";
import { Results } from "./results.tsx";
import { type Asked, useSearch, type View } from "./use-search.ts";

export const FIRST_VIEW: View = { filters: {}, tier: null, limit: 50 };

/** The page everything serves: one number, every copy. */
export function DataPage() {
  const words = useWords();
  const viewer = useViewer();
  const mayExport = useMay("data.export");
  const mayErase = useMay("data.erase");
  const lead = words.t(mayErase ? "data.lead" : mayExport ? "data.lead" : "data.lead.seeOnly");
  return (
    <>
      <PageHead title={words.t("data.title")} lead={lead} />
      {!viewer.permissions.includes("data.search") ? <NoRight /> : viewer.company === null ? <NoCompany /> : <Search />}
    </>
  );
}

function Search() {
  const words = useWords();
  const [type, setType] = useState<Asked["type"]>("detect");
  const [asked, setAsked] = useState<Asked | null>(null);
  const [view, setView] = useState<View>(FIRST_VIEW);
  const turn = useRef(0);
  const first = useSearch(asked, view, null);
  const ask = (text: string, as: Asked["type"]) => {
    turn.current++;
    setView(FIRST_VIEW);
    setAsked({ text, type: as, turn: turn.current });
  };
  const askAs = (as: Asked["type"]) => {
    setType(as);
    if (asked !== null) ask(asked.text, as);
  };
  return (
    <>
      <AskBox ask={(text) => ask(text, type)} type={type} setType={setType} busy={first.isFetching} />
      {asked === null ? (
        <div className="mt-6">
          <Said title={words.t("data.start")}>{words.t("data.start.help")}</Said>
        </div>
      ) : first.data !== undefined && !first.isError ? (
        <>
          <ReadLine answer={first.data} askAs={askAs} />
          {first.data.read.searchable ? (
            <Results
              key={asked.turn}
              asked={asked}
              first={first.data}
              view={view}
              setView={setView}
              stale={first.isPlaceholderData}
            />
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
