import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { NewSourcePage } from "./new-source-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("sources.new.title");

export default function Page() {
  return <NewSourcePage />;
}
