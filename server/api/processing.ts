import { alarms } from "./alarms/alarms.ts";
import { counts as gateCounts } from "./gate/counts.ts";
import { setFilterRules } from "./gate/set-filter.ts";
import { setShieldNumbers } from "./gate/set-shield.ts";
import { showFilterRules } from "./gate/show-filter.ts";
import { shield } from "./gate/show-shield.ts";
import { tryLines } from "./gate/try.ts";
import { acknowledge as acknowledgeAlarm } from "./guards/acknowledge.ts";
import { drop as dropGuard } from "./guards/drop.ts";
import { history as alarmHistory } from "./guards/history.ts";
import { set as setGuard } from "./guards/set.ts";
import { show as showGuards } from "./guards/show.ts";
import { collections as listCollections } from "./statistics/collections.ts";
import { file as statisticsFile } from "./statistics/file.ts";
import { show as showStatistics } from "./statistics/show.ts";
import { again as readAgain } from "./undefined/again.ts";
import { cancel as cancelAgain } from "./undefined/cancel.ts";
import { erase as eraseUndefined } from "./undefined/erase.ts";
import { list as listUndefined } from "./undefined/list.ts";
import { mayDownload as mayDownloadUndefined } from "./undefined/may-download.ts";
import { open as openUndefined } from "./undefined/open.ts";
import { preview as previewAgain } from "./undefined/preview.ts";
import { show as showUndefined } from "./undefined/show.ts";
import { works as worksOfUndefined } from "./undefined/works.ts";
import { cancel as cancelRaw } from "./raw/cancel.ts";
import { damage as rawDamage } from "./raw/damage.ts";
import { list as listRaw } from "./raw/list.ts";
import { preview as previewReplay } from "./raw/preview.ts";
import { replay as replayRaw } from "./raw/replay.ts";
import { verify as verifyRaw } from "./raw/verify.ts";
import { works as rawWorks } from "./raw/works.ts";
import { addNumbers } from "./natures/add-numbers.ts";
import { dropNumber } from "./natures/drop-number.ts";
import { numbers as privateNumbers } from "./natures/numbers.ts";
import { removeRule as removeNatureRule } from "./natures/remove-rule.ts";
import { revealNumber } from "./natures/reveal-number.ts";
import { setRule as setNatureRule } from "./natures/set-rule.ts";
import { show as showNatures } from "./natures/show.ts";
import { guess as guessLayout } from "./layouts/guess.ts";
import { list as listLayouts } from "./layouts/list.ts";
import { preview as previewLayout } from "./layouts/preview.ts";
import { remove as removeLayout } from "./layouts/remove.ts";
import { save as saveLayout } from "./layouts/save.ts";
import { show as showLayout } from "./layouts/show.ts";
import { use as applyLayout } from "./layouts/use.ts";
import { version as readLayoutVersion } from "./layouts/version.ts";
import { add as addSource } from "./sources/add.ts";
import { begin as beginSource } from "./sources/begin.ts";
import { change as changeSource } from "./sources/change.ts";
import { drivers as listDrivers } from "./sources/drivers.ts";
import { list as listSources } from "./sources/list.ts";
import { remove as removeSource } from "./sources/remove.ts";
import { show as showSource } from "./sources/show.ts";
import { start as startSource } from "./sources/start.ts";
import { startTerms } from "./sources/start-terms.ts";
import { stop as stopSource } from "./sources/stop.ts";
import { transferFile } from "./sources/transfer-file.ts";
import { transfers as listTransfers } from "./sources/transfers.ts";
import { transports as listTransports } from "./sources/transports.ts";
import { trySource } from "./sources/try-source.ts";
import { show as showThresholds } from "./thresholds/show.ts";
import { preview as previewSorting } from "./thresholds/preview.ts";
import { set as setThresholds } from "./thresholds/set.ts";
import { sort as sortCalls } from "./thresholds/sort.ts";
import { cancel as cancelSorting } from "./thresholds/cancel.ts";
import { show as showTariffs } from "./tariffs/show.ts";
import { read as readTariff } from "./tariffs/read.ts";
import { exportOf as exportTariff } from "./tariffs/export.ts";
import { importOf as importTariff } from "./tariffs/import.ts";
import { change as changeTariff } from "./tariffs/change.ts";
import { remove as removeTariff } from "./tariffs/remove.ts";
import { setFirst as setCostFirst } from "./tariffs/set-first.ts";
import { setCurrency } from "./tariffs/set-currency.ts";
import { tryOut as tryTariff } from "./tariffs/try.ts";
import { router } from "./trpc.ts";

/** What becomes of received calls and lines: sources, and the section Processing. */
export const processing = {
  undefined: router({
    show: showUndefined,
    list: listUndefined,
    open: openUndefined,
    mayDownload: mayDownloadUndefined,
    erase: eraseUndefined,
    preview: previewAgain,
    again: readAgain,
    works: worksOfUndefined,
    cancel: cancelAgain,
  }),
  raw: router({
    list: listRaw,
    verify: verifyRaw,
    works: rawWorks,
    cancel: cancelRaw,
    damage: rawDamage,
    preview: previewReplay,
    replay: replayRaw,
  }),
  natures: router({
    show: showNatures,
    setRule: setNatureRule,
    removeRule: removeNatureRule,
    numbers: privateNumbers,
    addNumbers,
    dropNumber,
    revealNumber,
  }),
  gate: router({
    filter: showFilterRules,
    setFilter: setFilterRules,
    shield,
    setShield: setShieldNumbers,
    counts: gateCounts,
    try: tryLines,
  }),
  layouts: router({
    list: listLayouts,
    show: showLayout,
    version: readLayoutVersion,
    save: saveLayout,
    remove: removeLayout,
    use: applyLayout,
    preview: previewLayout,
    guess: guessLayout,
  }),
  sources: router({
    list: listSources,
    show: showSource,
    add: addSource,
    begin: beginSource,
    startTerms,
    change: changeSource,
    test: trySource,
    start: startSource,
    stop: stopSource,
    remove: removeSource,
    transfers: listTransfers,
    transferFile,
    drivers: listDrivers,
    transports: listTransports,
  }),
  thresholds: router({
    show: showThresholds,
    preview: previewSorting,
    set: setThresholds,
    sort: sortCalls,
    cancel: cancelSorting,
  }),
  tariffs: router({
    show: showTariffs,
    read: readTariff,
    export: exportTariff,
    import: importTariff,
    change: changeTariff,
    remove: removeTariff,
    setFirst: setCostFirst,
    setCurrency,
    try: tryTariff,
  }),
  statistics: router({ show: showStatistics, collections: listCollections, file: statisticsFile }),
  guards: router({
    show: showGuards,
    set: setGuard,
    drop: dropGuard,
    history: alarmHistory,
    acknowledge: acknowledgeAlarm,
  }),
  alarms,
};
