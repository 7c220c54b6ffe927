// Runs before first paint, so that light or dark never flashes. "system" follows the system.

import { applyTheme } from "./lib/theme.js";

applyTheme();
