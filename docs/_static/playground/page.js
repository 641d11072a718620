// The playground: files of a small pack and of a month, what is wrong with them, what follows from
// them, and why. ccops itself runs in worker.js; nothing is asked of any other place.

(() => {
  const base = new URL(".", document.currentScript.src);
  const root = document.getElementById("ccops-playground");
  if (!root) {
    return;
  }
  const WAIT_MS = 500;
  const words = window.ccopsPlaygroundWords;
  const at = (name) => root.querySelector(`.playground-${name}`);
  const text = at("text");
  const numbers = at("numbers");
  const status = { key: "idle", told: {} };
  const readings = {};
  let worker = null;
  let asked = 0;
  let answers = new Map();
  let original = {};
  let files = {};
  let current = "";
  let shown = null; // the last answer
  let chosen = null; // the cell that is explained
  let isBusy = false;
  let isStale = false;
  let later = 0;

  const locale = () => at("language").value;
  const say = (key) => words[locale()][key];

  function made(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // -- states and words ---------------------------------------------------------------------

  function tell(key, told = {}) {
    Object.assign(status, { key, told });
    at("status").textContent = say(key).replace(/\{(\w+)\}/g, (_, name) => told[name]);
  }

  function speak() {
    root.lang = locale().replace("_", "-");
    for (const element of root.querySelectorAll("[data-say]")) {
      element.textContent = say(element.dataset.say);
    }
    root.setAttribute("aria-label", say("name"));
    at("tabs").setAttribute("aria-label", say("files"));
    at("table").setAttribute("aria-label", say("settlement"));
    if (current) {
      text.setAttribute("aria-label", `${say("text")} ${current}`);
    }
    tell(status.key, status.told);
  }

  // -- the worker ---------------------------------------------------------------------------

  function ask(what, given) {
    asked += 1;
    const id = asked;
    worker.postMessage({ id, ask: what, given });
    return new Promise((resolve, reject) => answers.set(id, { resolve, reject }));
  }

  function heard({ data }) {
    if (data.state) {
      tell(data.state);
    } else {
      const waiting = answers.get(data.id);
      answers.delete(data.id);
      if (data.failed) {
        waiting.reject(new Error(data.failed));
      } else {
        waiting.resolve(data.answer);
      }
    }
  }

  function failed(told) {
    root.dataset.state = "failed";
    isBusy = false;
    tell("failed", { words: told });
  }

  async function start() {
    at("start").disabled = true;
    root.dataset.state = "loading";
    tell("runtime");
    worker = new Worker(new URL("worker.js", base), { type: "module" });
    worker.onmessage = heard;
    worker.onerror = (event) => failed(event.message || "worker");
    try {
      const response = await fetch(new URL("runtime/files.json", base));
      original = await response.json();
    } catch (error) {
      failed(error.message);
      return;
    }
    at("start").hidden = true;
    for (const name of ["run", "reset", "work"]) {
      at(name).hidden = false;
    }
    begin();
    await settle();
  }

  function begin() {
    files = { ...original };
    for (const name of Object.keys(readings)) {
      delete readings[name];
    }
    chosen = null;
    at("tabs").replaceChildren(...Object.keys(files).map(tab));
    open(Object.keys(files)[0]);
  }

  async function settle() {
    clearTimeout(later);
    if (isBusy) {
      isStale = true;
      return;
    }
    isBusy = true;
    do {
      isStale = false;
      if (root.dataset.state !== "loading") {
        root.dataset.state = "running";
        tell("running");
      }
      const given = { files, readings, period: at("period").value.trim(), locale: locale() };
      try {
        shown = await ask("settle", given);
      } catch (error) {
        failed(error.message);
        return;
      }
    } while (isStale);
    isBusy = false;
    show();
    await explain();
    root.dataset.runs = Number(root.dataset.runs) + 1;
    root.dataset.state = "ready";
  }

  function settleLater() {
    clearTimeout(later);
    root.dataset.state = root.dataset.state === "ready" ? "running" : root.dataset.state;
    later = setTimeout(settle, WAIT_MS);
  }

  // -- the editor ---------------------------------------------------------------------------

  function tab(name) {
    const button = made("button", { type: "button", textContent: name });
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", "playground-panel");
    button.dataset.file = name;
    button.addEventListener("click", () => open(name));
    return button;
  }

  function open(name) {
    current = name;
    for (const button of at("tabs").children) {
      const isOpen = button.dataset.file === name;
      button.setAttribute("aria-selected", isOpen);
      button.tabIndex = isOpen ? 0 : -1;
    }
    text.value = files[name];
    text.setAttribute("aria-label", `${say("text")} ${name}`);
    text.scrollTop = 0;
    number();
  }

  function turn(event) {
    const buttons = [...at("tabs").children];
    const place = buttons.findIndex((each) => each.dataset.file === current);
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -place, End: buttons.length - 1 - place };
    if (event.key in steps) {
      event.preventDefault();
      const next = buttons[(place + steps[event.key] + buttons.length) % buttons.length];
      open(next.dataset.file);
      next.focus();
    }
  }

  function number() {
    const wrong = new Set(errors().filter((each) => each.file === current).map((each) => each.line));
    const lines = text.value.split("\n").map((_, place) => {
      const line = made("span", { textContent: `${place + 1}\n` });
      line.classList.toggle("has-error", wrong.has(place + 1));
      return line;
    });
    numbers.replaceChildren(...lines);
    numbers.scrollTop = text.scrollTop;
  }

  function point(found) {
    open(found.file);
    const lines = text.value.split("\n");
    const before = lines.slice(0, found.line - 1).join("\n").length + (found.line > 1 ? 1 : 0);
    // A column counts characters; the text area counts units of UTF-16.
    const line = [...(lines[found.line - 1] || "")];
    const start = before + line.slice(0, found.column - 1).join("").length;
    const word = /^[\w.-]+|^./u.exec(line.slice(found.column - 1).join(""));
    text.focus();
    text.setSelectionRange(start, start + (word ? word[0].length : 0));
    const height = text.scrollHeight / lines.length;
    text.scrollTop = Math.max(0, (found.line - 6) * height);
  }

  // -- what follows -------------------------------------------------------------------------

  const errors = () => (shown ? shown.diagnostics : []).filter((each) => each.severity === "error");

  function show() {
    const wrong = errors();
    const warnings = shown.diagnostics.filter((each) => each.severity === "warning").length;
    at("findings").replaceChildren(...findings());
    for (const button of at("tabs").children) {
      const has = wrong.some((each) => each.file === button.dataset.file);
      button.classList.toggle("has-errors", has);
    }
    at("questions").hidden = !shown.questions.length;
    at("readings").replaceChildren(...shown.questions.map(question));
    at("none").hidden = Boolean(shown.table);
    at("table").replaceChildren(...(shown.table ? [table(shown.table)] : []));
    number();
    const count = wrong.length + (shown.refused ? 1 : 0);
    tell(shown.table ? "done" : "stopped", { errors: count, warnings });
  }

  function findings() {
    const order = ["error", "warning", "info"];
    const sorted = [...shown.diagnostics].sort(
      (one, other) => order.indexOf(one.severity) - order.indexOf(other.severity),
    );
    const listed = sorted.map(finding);
    if (shown.refused) {
      listed.unshift(made("li", { className: "error", textContent: shown.refused }));
    }
    return listed.length ? listed : [made("li", { className: "none", textContent: say("noFindings") })];
  }

  function finding(found) {
    const item = made("li", { className: found.severity });
    if (found.file && found.file in files) {
      const place = made("button", { type: "button", textContent: found.place });
      place.addEventListener("click", () => point(found));
      item.append(place, " ");
    } else if (found.place) {
      item.append(`${found.place} `);
    }
    item.append(`${found.called}: ${found.message} [${found.code}]`);
    if (found.hint) {
      item.append(made("span", { className: "hint", textContent: found.hint }));
    }
    return item;
  }

  function question(each) {
    const select = made("select");
    for (const reading of each.readings) {
      select.append(made("option", { value: reading.id, textContent: `${reading.id}: ${reading.text}` }));
    }
    select.value = readings[each.id] || each.readings[0].id;
    select.dataset.question = each.id;
    select.addEventListener("change", () => {
      readings[each.id] = select.value;
      settle();
    });
    return made("label", {}, each.asks, select);
  }

  function table({ figures, rows }) {
    const head = made("tr", {}, made("th", { scope: "col", textContent: say("employee") }));
    head.append(...figures.map(({ label }) => made("th", { scope: "col", textContent: label })));
    const body = rows.map(({ employee, cells }) => {
      const row = made("tr", {}, made("th", { scope: "row", textContent: employee }));
      row.append(...cells.map((cell, place) => amount(employee, figures[place], cell)));
      return row;
    });
    const caption = made("caption", { className: "visually-hidden", textContent: say("settlement") });
    return made("table", {}, caption, made("thead", {}, head), made("tbody", {}, ...body));
  }

  function amount(employee, figure, cell) {
    if (!cell.has_line) {
      return made("td", { className: "no-line", textContent: cell.text });
    }
    const button = made("button", { type: "button", textContent: cell.text });
    button.dataset.employee = employee;
    button.dataset.figure = figure.id;
    button.setAttribute("aria-label", `${employee}, ${figure.label}: ${cell.text}`);
    button.addEventListener("click", async () => {
      chosen = { employee, figure: figure.id };
      await explain();
      at("why").focus();
      at("why").scrollIntoView({ block: "nearest" });
    });
    const found = made("td", {}, button);
    if (cell.is_provisional) {
      found.append(made("small", { textContent: ` ${say("provisional")}` }));
    }
    return found;
  }

  // -- why ----------------------------------------------------------------------------------

  const cellOf = ({ employee, figure }) =>
    at("table").querySelector(`[data-employee="${CSS.escape(employee)}"][data-figure="${CSS.escape(figure)}"]`);

  async function explain() {
    const button = chosen && shown.table ? cellOf(chosen) : null;
    for (const each of at("table").querySelectorAll("button")) {
      each.setAttribute("aria-pressed", each === button);
    }
    at("hint").hidden = Boolean(button);
    const lines = button ? await ask("explain", { ...chosen, locale: locale() }) : [];
    at("tree").replaceChildren(...(lines.length ? [tree(lines)] : []));
    delete at("tree").dataset.of;
    if (lines.length) {
      at("tree").dataset.of = `${chosen.employee} ${chosen.figure} ${root.lang}`;
    }
  }

  function tree(lines) {
    const depth = Math.min(...lines.map(([each]) => each));
    const list = made("ul");
    for (let place = 0; place < lines.length; ) {
      let end = place + 1;
      while (end < lines.length && lines[end][0] > depth) {
        end += 1;
      }
      const told = lines[place][1];
      const below = lines.slice(place + 1, end);
      list.append(made("li", {}, below.length ? branch(told, below, depth) : told));
      place = end;
    }
    return list;
  }

  function branch(told, below, depth) {
    const found = made("details", { open: depth < 1 }, made("summary", { textContent: told }));
    found.append(tree(below));
    return found;
  }

  // -- what the visitor does ----------------------------------------------------------------

  at("start").addEventListener("click", start);
  at("run").addEventListener("click", settle);
  at("reset").addEventListener("click", () => {
    begin();
    settle();
  });
  at("tabs").addEventListener("keydown", turn);
  at("period").addEventListener("change", () => worker && settle());
  at("language").addEventListener("change", () => {
    speak();
    if (worker) {
      settle();
    }
  });
  text.addEventListener("input", () => {
    files[current] = text.value;
    number();
    settleLater();
  });
  text.addEventListener("scroll", () => {
    numbers.scrollTop = text.scrollTop;
  });
  at("results").addEventListener("keydown", (event) => {
    const button = event.key === "Escape" && chosen ? cellOf(chosen) : null;
    if (button) {
      button.focus();
    }
  });

  const page = document.documentElement.lang.toLowerCase();
  if (page.startsWith("zh")) {
    at("language").value = /tw|hant|hk/.test(page) ? "zh_TW" : "zh_CN";
  }
  const lacking = { no: "absent" }[root.dataset.runtime] || (location.protocol === "file:" ? "file" : "");
  if (lacking) {
    status.key = lacking;
    at("start").disabled = true;
  }
  speak();
})();
