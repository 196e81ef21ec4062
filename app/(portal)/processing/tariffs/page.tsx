import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TariffsPage } from "./tariffs-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("processing.tariffs.title");

export default function Page() {
  return <TariffsPage />;
}
