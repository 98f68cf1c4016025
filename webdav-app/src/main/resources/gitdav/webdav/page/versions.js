// The versions of a file, as git-backup knows them: looked at, compared with the file of today, restored.

import { look, restore, root, pathOf, send, textOf, versionOf } from './dav.js';
import { h, say, sayError, sizeText, timeElement, withSeconds } from './dom.js';
import { showPreview, textAt } from './file.js';
import { refresh } from './list.js';

const CONTEXT = 3;
const MOST_EDITS = 2000;

/** A list that is asked for when it is unfolded. @param preview where a version is shown */
export function versionList(entry, preview, dialog) {
  const list = h('ol', { class: 'versions' });
  const details = h('details', {}, h('summary', {}, 'Versions'), list);
  details.addEventListener('toggle', () => {
    if (details.open && !list.hasChildNodes()) {
      fill(list, entry, preview, dialog).catch(failure => list.replaceChildren(h('li', {}, failure.message)));
    }
  });
  return details;
}

async function fill(list, entry, preview, dialog, before = '') {
  const address = new URL('.gitdav/file-versions', root);
  address.search = `?path=${pathOf(entry.url).replaceAll('&', '%26')}${before && `&before=${before}`}`;
  const { versions } = await (await send('GET', address).catch(failure => {
    throw failure.status === 404 ? new Error('No backup has this file yet.') : failure;
  })).json();
  if (!versions.length && !before) {
    list.append(h('li', {}, 'No backup has this file yet.'));
  }
  for (const version of versions.filter(({ type }) => type === 'file')) {
    list.append(item(version, entry, preview, dialog));
  }
  if (versions.length === 100) {
    const more = h('button', { type: 'button', onclick: () => {
      more.parentElement.remove();
      fill(list, entry, preview, dialog, versions.at(-1).name).catch(sayError);
    } }, 'Older versions');
    list.append(h('li', {}, more));
  }
}

function item(version, entry, preview, dialog) {
  const url = versionOf(version);
  const time = new Date(version.time);
  const button = (text, action) => h('button', { type: 'button', onclick: () => action().catch(failure =>
    dialog.open ? preview.replaceChildren(h('p', { role: 'alert' }, failure.message)) : sayError(failure)) }, text);
  const { writable } = document.documentElement.dataset;
  return h('li', {}, h('span', {}, timeElement(time, withSeconds), ', ', sizeText(version.size)),
    button('Show', async () => showPreview(preview, url, version.size)),
    button('Compare', async () => preview.replaceChildren(await comparison(url, version.size, entry))),
    writable !== undefined && button('Restore', async () => {
      dialog.close();
      const wayBack = await restore(url, entry.url);
      await refresh();
      say(`${textOf(entry.url)} is as it was at ${withSeconds.format(time)}.`, async () => {
        await wayBack();
        await refresh();
        say(`${textOf(entry.url)} is as it was before.`);
      });
    }));
}

async function comparison(url, size, entry) {
  const [old, now] = await Promise.all([textAt(url, size), textAt(entry.url, (await look(entry.url)).size)]);
  if (old === undefined || now === undefined) {
    return h('p', {}, 'Only texts can be compared.');
  }
  const lines = diff(old.split('\n'), now.split('\n'));
  if (!lines) {
    return h('p', {}, 'Too much is different to be compared line by line.');
  }
  return lines.some(([kind]) => kind !== ' ')
    ? h('pre', { class: 'diff', tabIndex: 0, ariaLabel: 'What has changed since' }, ...folded(lines).map(([kind, text]) =>
      h({ '-': 'del', '+': 'ins' }[kind] ?? 'span', {}, `${kind} ${text}\n`)))
    : h('p', {}, 'It is the same as today.');
}

/** Unchanged lines that are far from a change are left out. */
function folded(lines) {
  const near = lines.map((_, index) => lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1)
    .some(([kind]) => kind !== ' '));
  return lines.flatMap((line, index) => near[index] ? [line] : near[index - 1] || index === 0 ? [['', '⋯']] : []);
}

/**
 * The shortest way from one text to the other, as lines with ' ', '-' or '+' (E. Myers, An O(ND) Difference Algorithm, 1986);
 * undefined if it is long.
 */
export function diff(a, b) {
  const trace = [];
  let ends = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(MOST_EDITS, a.length + b.length); edits++) {
    trace.push(ends);
    const next = new Map();
    for (let k = -edits; k <= edits; k += 2) {
      const isDown = k === -edits || (k !== edits && ends.get(k - 1) < ends.get(k + 1));
      let x = isDown ? ends.get(k + 1) : ends.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
        x++;
      }
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) {
        return way(a, b, trace);
      }
    }
    ends = next;
  }
  return undefined;
}

function way(a, b, trace) {
  const lines = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const ends = trace[edits];
    const k = x - y;
    const isDown = k === -edits || (k !== edits && ends.get(k - 1) < ends.get(k + 1));
    const fromX = ends.get(isDown ? k + 1 : k - 1);
    const fromY = fromX - (isDown ? k + 1 : k - 1);
    const start = edits === 0 ? 0 : isDown ? fromX : fromX + 1;
    while (x > start) {
      lines.push([' ', a[--x]]);
      y--;
    }
    if (edits > 0) {
      lines.push(isDown ? ['+', b[--y]] : ['-', a[--x]]);
    }
  }
  return lines.reverse();
}
