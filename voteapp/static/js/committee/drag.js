// Questions are moved by dragging too: dropping one sends the form that its buttons send.
// Who cannot drag has the buttons.

/** @type {HTMLElement} */
const list = document.querySelector("[data-blocks]");
const blocks = [...list.querySelectorAll(":scope > [data-place]")];

/** The place that a block dropped at this height gets. */
function findPlace(y) {
  const middles = blocks.map((block) => {
    const box = block.getBoundingClientRect();
    return box.top + box.height / 2;
  });
  return middles.filter((middle) => middle < y).length;
}

function send(block, by) {
  const form = block.querySelector("form.move");
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "by";
  field.value = String(by);
  form.append(field);
  form.submit();
}

function drop(block, y) {
  const from = Number(block.dataset.place);
  const place = findPlace(y);
  // Without the block itself, those below it stand one place higher.
  const to = place > from ? place - 1 : place;
  if (to !== from) send(block, to - from);
}

function follow(handle, block) {
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    block.classList.add("dragged");
    const mark = ({ clientY }) => {
      const place = findPlace(clientY);
      blocks.forEach((other, index) => {
        other.classList.toggle("drop-above", index === place);
        other.classList.toggle("drop-below", index === blocks.length - 1 && place === blocks.length);
      });
      if (clientY < 60) window.scrollBy(0, -20);
      else if (clientY > window.innerHeight - 60) window.scrollBy(0, 20);
    };
    const end = (ended) => {
      handle.removeEventListener("pointermove", mark);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
      for (const other of blocks) other.classList.remove("dragged", "drop-above", "drop-below");
      if (ended.type === "pointerup") drop(block, ended.clientY);
    };
    handle.addEventListener("pointermove", mark);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
  });
}

if (blocks.length > 1) {
  for (const block of blocks) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.title = list.dataset.blocks;
    handle.setAttribute("aria-hidden", "true");
    block.prepend(handle);
    follow(handle, block);
  }
}
