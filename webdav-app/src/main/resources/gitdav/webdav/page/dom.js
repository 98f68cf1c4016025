// How the page is built and speaks. Text only ever becomes text: no name and no content is read as markup.

/** An element: h('button', {onclick, disabled: true, class: 'x'}, 'text', child, ...). */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name in element) {
      element[name] = value;
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

export function sizeText(bytes) {
  let unit = 0;
  let size = bytes;
  for (; size >= 1000 && unit < units.length - 1; unit++) {
    size /= 1000;
  }
  return `${unit && size < 10 ? size.toFixed(1) : Math.round(size)} ${bytes === 1 ? 'byte' : units[unit]}`;
}

export const withSeconds = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exactTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** A time in the reader's zone; pointing at it shows the zone. */
export function timeElement(date, format = time) {
  return h('time', { dateTime: date.toISOString(), title: exactTime.format(date) }, format.format(date));
}

const steps = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Such as "2 minutes ago" or "in 3 hours". */
export function agoText(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const [unit, length] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? steps.at(-1);
  return relative.format(Math.trunc(seconds / length), unit);
}

const messages = h('div', { id: 'messages', role: 'status' });
let undo;

/** Says what has happened, also to a screen reader, until the next thing happens; with a way back if there is one. */
export function say(text, wayBack) {
  undo = wayBack;
  messages.classList.remove('error');
  messages.replaceChildren(h('span', {}, text));
  if (wayBack) {
    messages.append(h('button', { type: 'button', onclick: goBack }, 'Undo'));
  }
  messages.append(h('button', { type: 'button', ariaLabel: 'Dismiss', onclick: () => messages.replaceChildren() }, '×'));
}

export function sayError(failure) {
  say(failure.message ?? String(failure));
  messages.classList.add('error');
}

function goBack() {
  const wayBack = undo;
  undo = undefined;
  wayBack?.().catch(sayError);
}

document.body.append(messages);
document.addEventListener('keydown', event => {
  const typing = event.target.closest('input:not([type=file]), textarea');
  if ((event.ctrlKey || event.metaKey) && event.key === 'z' && undo && !typing) {
    event.preventDefault();
    goBack();
  }
});

/** Shows a dialog and waits until it is closed: by a button with a value, which is the answer, or by Escape: ''. */
export function ask(title, content, ...buttons) {
  const dialog = h('dialog', { ariaLabel: title, class: 'question' }, h('form', { method: 'dialog' }, h('h2', {}, title),
    ...content, h('div', { class: 'buttons' },
      ...buttons.map(([value, text]) => h('button', { value, formNoValidate: !value }, text)))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(answer => dialog.addEventListener('close', () => {
    dialog.remove();
    answer(dialog.returnValue);
  }));
}
