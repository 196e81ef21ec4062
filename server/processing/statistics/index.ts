export { type CollectionView, listCollections, ListCollectionsInput } from "./list-collections.ts";
export { type Figures, showStatistics, type Statistics, StatisticsInput } from "./show-statistics.ts";
export { readStatisticsRows, statisticsFile } from "./statistics-file.ts";
