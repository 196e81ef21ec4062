import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { PeoplePage } from "./people-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("people.title");

export default function Page() {
  return <PeoplePage />;
}
