// The list of files: times of the reader, sizes for people, sorting, the filter, keys. The server has made the rows; each
// gets an `entry` with what the page knows of it.

import { address, here } from './dav.js';
import { h, say, sayError, sizeText, timeElement } from './dom.js';

const ROWS_AT_A_TIME = 5000;
const collator = new Intl.Collator(undefined, { numeric: true });
const orders = {
  name: (a, b) => collator.compare(a.name, b.name),
  time: (a, b) => a.time - b.time || collator.compare(a.name, b.name),
  size: (a, b) => a.size - b.size || collator.compare(a.name, b.name),
};
const columns = Object.keys(orders);

const table = document.getElementById('files');
let column = 'name';
let direction = 1;
let filter = '';
let openEntry;

const count = h('p', { id: 'count', role: 'status' });

/** Takes the server's table over. @param open what is done with a file, or with the menu of a folder */
export async function takeOver(open) {
  openEntry = open;
  const head = table.tHead.rows[0];
  ['Name', 'Changed', 'Size'].forEach((title, index) => {
    head.cells[index].replaceChildren(h('button', { type: 'button', onclick: () => sortBy(columns[index]) }, title));
  });
  head.append(h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'More')));
  table.after(count);
  table.addEventListener('click', clicked);
  table.addEventListener('keydown', pressed);
  await takeRows();
}

/** The box that leaves only rows with a text in their name. */
export function filterBox() {
  return h('input', {
    type: 'search', id: 'filter', ariaLabel: 'Filter by name', placeholder: 'Filter', autocomplete: 'off',
    oninput: event => {
      filter = event.target.value.toLowerCase();
      show();
    },
  });
}

/** Shows the folder as it is now on the server. */
export async function refresh() {
  const focused = document.activeElement.closest('#files tr');
  const index = rows().indexOf(focused);
  const now = await fetchPage();
  table.tBodies[0].replaceWith(document.adoptNode(now.getElementById('files').tBodies[0]));
  await takeRows();
  if (index >= 0) { // on the same file, or where it was
    const left = rows();
    (left.find(row => row.entry.name === focused.entry.name) ?? left[index] ?? left.at(-1))?.querySelector('a').focus();
  }
}

/** Shows and says what was done, with a way back and what is to be said after it, if there is one. */
export async function done(text, wayBack, textAfter) {
  await refresh();
  say(text, wayBack && (async () => {
    await wayBack();
    await done(textAfter);
  }));
}

/** Says what was not done, and shows what is there instead. */
export async function failed(failure) {
  await refresh().catch(() => undefined);
  sayError(failure);
}

/** Parsed as it comes, and nothing in it is run. */
function fetchPage() {
  const request = new XMLHttpRequest();
  request.open('GET', here);
  request.responseType = 'document';
  return new Promise((found, missed) => {
    request.onload = () => request.response?.getElementById('files') ? found(request.response)
      : missed(new Error('This folder is not there any more.'));
    request.onerror = () => missed(new Error('The server does not answer; the list may be old.'));
    request.send();
  });
}

/** All but the way up. */
function rows() {
  return [...table.tBodies[0].rows].filter(row => row.entry);
}

async function takeRows() {
  let taken = 0;
  for (const row of [...table.tBodies[0].rows]) {
    if (!row.classList.contains('up')) {
      take(row);
    }
    if (++taken % ROWS_AT_A_TIME === 0) {
      await new Promise(resolve => setTimeout(resolve)); // the page stays alive in a large folder
    }
  }
  sort();
  show();
}

function take(row) {
  const link = row.cells[0].firstElementChild;
  const isFolder = !('etag' in row.dataset);
  row.entry = {
    name: link.textContent.replace(/\/$/, ''), url: new URL(link.getAttribute('href'), address), isFolder,
    etag: isFolder ? undefined : `"${row.dataset.etag}"`,
    time: new Date(row.cells[1].textContent.replace(' ', 'T') + 'Z'),
    size: isFolder ? -1 : Number(row.cells[2].textContent),
  };
  row.cells[1].replaceChildren(timeElement(row.entry.time));
  row.cells[2].textContent = isFolder ? '' : sizeText(row.entry.size);
  row.insertCell().append(h('button', { type: 'button', class: 'more', ariaLabel: `More about ${row.entry.name}` }, '⋯'));
}

function sortBy(name) {
  direction = column === name ? -direction : 1;
  column = name;
  sort();
}

function sort() {
  [...table.tHead.rows[0].cells].slice(0, columns.length).forEach((cell, index) => {
    cell.ariaSort = columns[index] !== column ? 'none' : direction > 0 ? 'ascending' : 'descending';
  });
  const order = orders[column];
  const now = rows();
  const sorted = now.toSorted((a, b) => b.entry.isFolder - a.entry.isFolder || direction * order(a.entry, b.entry));
  if (sorted.some((row, index) => row !== now[index])) { // a large folder takes its time to be laid out again
    sorted.forEach(row => table.tBodies[0].append(row)); // so many are no arguments of one call
  }
}

function show() {
  const all = rows();
  let shown = 0;
  for (const row of all) {
    row.hidden = !row.entry.name.toLowerCase().includes(filter);
    shown += !row.hidden;
  }
  count.textContent = filter ? `${shown} of ${all.length} shown`
    : all.length ? `${all.length} ${all.length === 1 ? 'entry' : 'entries'}` : 'Nothing is in this folder yet.';
}

/** A file opens beside the list, unless it is to open in a tab of its own. */
function clicked(event) {
  const entry = event.target.closest('tr')?.entry;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (entry && (event.target.matches('.more') || (event.target.closest('a') && !entry.isFolder && isPlain))) {
    event.preventDefault();
    openEntry(entry);
  }
}

/** Arrows go from row to row; F2 and Delete are the usual ones. */
function pressed(event) {
  const row = event.target.closest('tbody tr');
  if (!row || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
  if (step) {
    let next = row[step];
    while (next?.hidden) {
      next = next[step];
    }
    next?.querySelector('a').focus();
    event.preventDefault();
  } else if (row.entry && (event.key === 'F2' || event.key === 'Delete')) {
    event.preventDefault();
    openEntry(row.entry, event.key);
  }
}
