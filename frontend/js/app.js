// The browser side: htmx swaps what the server rendered, small controllers add behaviour.

import { Application } from "@hotwired/stimulus";
import "htmx.org";
import AllowController from "./controllers/allow_controller.js";
import BreathController from "./controllers/breath_controller.js";
import ConnectController from "./controllers/connect_controller.js";
import CountController from "./controllers/count_controller.js";
import DeskController from "./controllers/desk_controller.js";
import DialogController from "./controllers/dialog_controller.js";
import DropController from "./controllers/drop_controller.js";
import ExplainController from "./controllers/explain_controller.js";
import FillController from "./controllers/fill_controller.js";
import FindController from "./controllers/find_controller.js";
import FitController from "./controllers/fit_controller.js";
import FocusController from "./controllers/focus_controller.js";
import GoController from "./controllers/go_controller.js";
import InsertController from "./controllers/insert_controller.js";
import KeepController from "./controllers/keep_controller.js";
import LiveController from "./controllers/live_controller.js";
import OpenController from "./controllers/open_controller.js";
import OrderController from "./controllers/order_controller.js";
import PreserveController from "./controllers/preserve_controller.js";
import PressController from "./controllers/press_controller.js";
import RemindController from "./controllers/remind_controller.js";
import RevealController from "./controllers/reveal_controller.js";
import ScriptController from "./controllers/script_controller.js";
import SendController from "./controllers/send_controller.js";
import SwitchController from "./controllers/switch_controller.js";
import ThemeController from "./controllers/theme_controller.js";
import TickController from "./controllers/tick_controller.js";
import ToastController from "./controllers/toast_controller.js";
import WalkController from "./controllers/walk_controller.js";
import WatchController from "./controllers/watch_controller.js";

const application = Application.start();
const controllers = {
  allow: AllowController,
  breath: BreathController,
  connect: ConnectController,
  count: CountController,
  desk: DeskController,
  dialog: DialogController,
  drop: DropController,
  explain: ExplainController,
  fill: FillController,
  find: FindController,
  fit: FitController,
  focus: FocusController,
  go: GoController,
  insert: InsertController,
  keep: KeepController,
  live: LiveController,
  open: OpenController,
  order: OrderController,
  preserve: PreserveController,
  press: PressController,
  remind: RemindController,
  reveal: RevealController,
  script: ScriptController,
  send: SendController,
  switch: SwitchController,
  theme: ThemeController,
  tick: TickController,
  toast: ToastController,
  walk: WalkController,
  watch: WatchController,
};
for (const [name, controller] of Object.entries(controllers)) {
  application.register(name, controller);
}
