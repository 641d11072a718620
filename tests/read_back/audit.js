// What is wrong with a page for somebody who reads it on a phone, by ear or by keyboard.
(() => {
  const wrong = [];
  const tell = (what, element) => wrong.push(
    `${what}: ${(element.outerHTML || element.textContent).trim().slice(0, 160)}`);
  const all = selector => [...document.querySelectorAll(selector)];
  const name = element => element.getAttribute("aria-label") || (
    element.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean)
    .map(id => document.getElementById(id)?.textContent.trim() || "").join(" ");

  // -- what it is built of
  const root = document.documentElement;
  if (!root.lang) tell("no language", root);
  if (!document.title.trim()) tell("no title", root);
  if (all("h1").length !== 1) tell("not one main heading", root);
  if (all("main").length !== 1) tell("not one main part", root);
  let before = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    if (level > before + 1) tell(`heading of level ${level} after ${before}`, heading);
    if (!heading.textContent.trim()) tell("empty heading", heading);
    before = level;
  }
  for (const each of all("nav, section, [role=region], [role=img]")) {
    if (!name(each)) tell("no name", each);
  }
  for (const each of all("svg")) {
    if (!each.querySelector(":scope > title")?.textContent.trim()) tell("drawing without title", each);
  }
  for (const each of all("th")) {
    if (!["col", "row"].includes(each.getAttribute("scope"))) tell("head without scope", each);
    if (!each.textContent.trim() && each.scope === "col") tell("empty head", each);
  }
  for (const each of all("table")) {
    if (!each.caption?.textContent.trim()) tell("table without caption", each);
    const widths = new Set([...each.rows].map(row => row.cells.length));
    if (widths.size > 1) tell("rows of different lengths", each);
  }
  const ids = new Map();
  for (const each of all("[id]")) ids.set(each.id, (ids.get(each.id) || 0) + 1);
  for (const [id, times] of ids) if (times > 1) wrong.push(`id ${id} stands ${times} times`);
  for (const each of all("a[href^='#']")) {
    if (!document.getElementById(decodeURIComponent(each.hash.slice(1)))) tell("leads nowhere", each);
    if (!each.textContent.trim()) tell("link without words", each);
  }
  for (const each of all("[aria-labelledby]")) {
    for (const id of each.getAttribute("aria-labelledby").split(" ")) {
      if (!document.getElementById(id)) tell("named by nothing", each);
    }
  }

  // -- how it is seen
  if (root.scrollWidth > root.clientWidth) {
    const far = all("body *").find(each => !each.closest(".scroll *") && !each.closest("svg")
      && each.getBoundingClientRect().right > root.clientWidth + 0.5);
    tell(`scrolls sideways, ${root.scrollWidth} > ${root.clientWidth}`, far || root);
  }
  for (const each of all("*")) {
    const at = getComputedStyle(each);
    if (at.overflowX === "auto" && each.scrollWidth > each.clientWidth && each.tabIndex < 0) {
      tell("scrolls, but not by keyboard", each);
    }
  }
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const known = new Map();
  const color = text => {
    if (!known.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(text, [red, green, blue, alpha / 255]);
    }
    return known.get(text);
  };
  const over = (top, under) => {
    const mixed = [0, 1, 2].map(at => top[at] * top[3] + under[at] * (1 - top[3]));
    return [...mixed, 1];
  };
  const backs = new Map();
  const back = element => {
    if (!element) return [255, 255, 255, 1];
    if (!backs.has(element)) {
      backs.set(element, over(color(getComputedStyle(element).backgroundColor), back(element.parentElement)));
    }
    return backs.get(element);
  };
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map(each => each / 255)
      .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || element.closest("script, style, title")) continue;
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const style = getComputedStyle(element);
    const under = back(element);
    const ink = over(color(element.closest("svg") ? style.fill : style.color), under);
    const found = contrast(ink, under);
    if (found < 4.5) tell(`contrast ${found.toFixed(2)} at ${style.fontSize}`, element);
    if (parseFloat(style.fontSize) < 11) tell(`letters of ${style.fontSize}`, element);
  }
  for (const drawing of all("svg")) {
    const texts = [...drawing.querySelectorAll("text")].map(each => [each, each.getBoundingClientRect()]);
    texts.forEach(([one, a], at) => texts.slice(at + 1).forEach(([other, b]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 2) wrong.push(`"${one.textContent}" lies on "${other.textContent}"`);
    }));
    const frame = drawing.getBoundingClientRect();
    for (const [each, box] of texts) {
      if (box.left < frame.left - 1 || box.right > frame.right + 1) tell("beyond its drawing", each);
    }
  }
  return [...new Set(wrong)];
})()
