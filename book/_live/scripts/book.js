// What every page has: search, marks of progress, links to cells, keys, large figures, print.

import "./figures.js";
import "./print.js";
import "./scrolling.js";
import { startCellLinks } from "./cell_links.js";
import { startCodeSwitch } from "./code_switch.js";
import { startSearch } from "./find.js";
import { markFound } from "./found.js";
import { startKeys } from "./keys.js";
import { startReading } from "./reading.js";
import { startMarks } from "./side_bar.js";
import { startWayBack } from "./way_back.js";

const chapters = window.dlbookChapters ?? {};
const root = new URL(document.documentElement.dataset.content_root, window.location);
const byPath = new Map(Object.entries(chapters)
  .map(([page, chapter]) => [new URL(page, root).pathname, chapter]));
const here = byPath.get(window.location.pathname);

startMarks(byPath);
if (here) startReading(here);
startWayBack(byPath, here);
startCellLinks([...document.querySelectorAll("div.cell[id]")]);
const toggleCode = startCodeSwitch([...document.querySelectorAll("div.cell")]);
const openSearch = startSearch(root);
startKeys({ openSearch, toggleCode });
markFound();
