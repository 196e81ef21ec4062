import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { DataPage } from "./data-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("data.title");

/** `/data?view=ID` opens with a saved view. An address holds nothing else of what is asked here. */
export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const { view } = await searchParams;
  return <DataPage linkedView={typeof view === "string" ? view : null} />;
}
