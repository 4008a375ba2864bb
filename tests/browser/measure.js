// Finds what reaches out of its box or lies over another: run in a test's copy of a page.
"use strict";
const CLIPS = ".d,.c,.box,td,th,.pill,.tick,.badge,.bar,.page";
const BOXES = ".l,.tick,.pill,.d,.cols,.rule,.fill,svg,.boxed,.pair,.timeline,.banner,.tags,.badge";
const LINES = ".date,.head,.pair,.beside,.footer,.legends,.bar,.tel,.titles .l,.named,.signed,.sum";
const NEAR = 0.8;
const found = [];
const cells = [];
const sheets = [...document.querySelectorAll(".page")];

function say(what, element, other) {
  const sheet = sheets.indexOf(element.closest(".page")) + 1;
  found.push({ sheet, what, text: element.textContent.slice(0, 60), class: element.className, other });
}

function texts(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    if (walker.currentNode.textContent.trim()) nodes.push(walker.currentNode);
  }
  return nodes;
}

function extent(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getBoundingClientRect();
}

for (const sheet of sheets) {
  for (const node of texts(sheet)) {
    const box = extent(node);
    const clip = node.parentElement.closest(CLIPS).getBoundingClientRect();
    if (box.left < clip.left - NEAR || box.right > clip.right + NEAR) say("wider", node.parentElement);
  }
  for (const element of sheet.querySelectorAll(BOXES)) {
    const clipper = element.parentElement.closest(".d,.c,.box,.page");
    const box = element.getBoundingClientRect();
    const clip = clipper.getBoundingClientRect();
    const out = box.top < clip.top - NEAR || box.bottom > clip.bottom + NEAR;
    if (out || box.left < clip.left - NEAR - 4 || box.right > clip.right + NEAR + 4) {
      say("out of its box", element, clipper.className);
    }
  }
  for (const parent of sheet.querySelectorAll(".c,.d,.box")) {
    const children = [...parent.children];
    for (let index = 1; index < children.length; index += 1) {
      const before = children[index - 1].getBoundingClientRect();
      const here = children[index].getBoundingClientRect();
      if (here.top < before.bottom - NEAR) say("over another", children[index], children[index - 1].className);
    }
  }
  for (const parent of sheet.querySelectorAll(LINES)) {
    const parts = texts(parent).map(extent);
    for (let one = 0; one < parts.length; one += 1) {
      for (let two = one + 1; two < parts.length; two += 1) {
        const beside = parts[one].right <= parts[two].left + NEAR || parts[two].right <= parts[one].left + NEAR;
        const below = Math.abs(parts[one].top - parts[two].top) > 9;
        if (!beside && !below) say("letters over letters", parent);
      }
    }
  }
  const foot = sheet.getBoundingClientRect().bottom;
  const last = sheet.querySelector(".footer").getBoundingClientRect().bottom;
  if (last > foot - 15) say("below the margin", sheet.querySelector(".footer"));
  for (const cell of sheet.querySelectorAll(".c")) {
    const box = cell.getBoundingClientRect();
    const top = sheet.getBoundingClientRect().top;
    cells.push({
      sheet: sheets.indexOf(sheet),
      class: cell.className,
      box: [box.left, box.top - top, box.width, box.height],
    });
  }
}
const written = [...document.querySelectorAll(".page *")].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
const smallest = Math.min(...written.map((e) => parseFloat(getComputedStyle(e).fontSize)));
const output = document.createElement("pre");
output.id = "measures";
output.textContent = JSON.stringify({ found, cells, smallest, sheets: sheets.length });
document.body.append(output);
