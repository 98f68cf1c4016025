// The versions of a file, as git-backup knows them: looked at, compared with the file of today, restored.

import { look, mayWrite, pathOf, restore, root, send, textOf, versionOf } from './dav.js';
import { h, sayError, sizeText, timeElement, withSeconds } from './dom.js';
import { MOST_TEXT, showPreview, textAt } from './file.js';
import { done, failed } from './list.js';

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

/** @param path that the file had in the version before which the list begins */
async function fill(list, entry, preview, dialog, path = pathOf(entry.url), before = '') {
  const address = new URL('.gitdav/file-versions', root);
  address.search = `?path=${path.replaceAll('&', '%26')}${before && `&before=${before}`}`;
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
      fill(list, entry, preview, dialog, versions.at(-1).path, versions.at(-1).name).catch(sayError);
    } }, 'Older versions');
    list.append(h('li', {}, more));
  }
}

function item(version, entry, preview, dialog) {
  const url = versionOf(version);
  const time = new Date(version.time);
  const button = (text, action) => h('button', { type: 'button', onclick: () => action().catch(failure =>
    dialog.open ? preview.replaceChildren(h('p', { role: 'alert' }, failure.message)) : failed(failure)) }, text);
  return h('li', {}, h('span', {}, timeElement(time, withSeconds), ', ', sizeText(version.size)),
    button('Show', async () => showPreview(preview, url, version.size)),
    button('Compare', async () => preview.replaceChildren(await comparison(url, version.size, entry))),
    mayWrite && button('Restore', async () => {
      dialog.close();
      const name = textOf(entry.url);
      await done(`${name} is as it was at ${withSeconds.format(time)}.`, await restore(url, entry.url),
        `${name} is as it was before.`);
    }));
}

async function comparison(url, size, entry) {
  const today = await look(entry.url);
  if (!today) {
    throw new Error(`“${entry.name}” is not there any more.`);
  }
  const [old, now] = await Promise.all([textAt(url, size), textAt(entry.url, today.size)]);
  if (old === undefined || now === undefined) {
    return h('p', {}, 'Only texts can be compared.');
  }
  const lines = diff(old.split('\n'), now.split('\n'));
  if (!lines) {
    return h('p', {}, 'Too much is different to be compared line by line.');
  }
  const rest = Math.max(size, today.size) > MOST_TEXT && `Only the first ${sizeText(MOST_TEXT)} are compared.`;
  return lines.some(([kind]) => kind !== ' ')
    ? h('pre', { class: 'diff', tabIndex: 0, role: 'region', ariaLabel: 'What has changed since' }, ...folded(lines).map(([kind, text]) =>
      h({ '-': 'del', '+': 'ins' }[kind] ?? 'span', {}, `${kind} ${text}\n`)), rest)
    : h('p', {}, 'It is the same as today. ', rest);
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
function diff(a, b) {
  let ways = new Map([[1, { x: 0 }]]); // on each diagonal k = x - y, the way that goes farthest with so many edits
  for (let edits = 0; edits <= Math.min(MOST_EDITS, a.length + b.length); edits++) {
    const longer = new Map();
    for (let k = -edits; k <= edits; k += 2) {
      const isDown = k === -edits || (k !== edits && ways.get(k - 1).x < ways.get(k + 1).x);
      const before = ways.get(isDown ? k + 1 : k - 1);
      const begin = isDown ? before.x : before.x + 1;
      let x = begin;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
        x++;
      }
      const edit = isDown ? ['+', b[begin - k - 1]] : ['-', a[begin - 1]];
      longer.set(k, { before, edit, begin, x });
      if (x >= a.length && x - k >= b.length) {
        return linesOf(longer.get(k), a);
      }
    }
    ways = longer;
  }
  return undefined;
}

function linesOf(way, a) {
  const steps = [];
  for (let step = way; step.before; step = step.before) {
    steps.unshift(step.edit, ...a.slice(step.begin, step.x).map(line => [' ', line]));
  }
  return steps.slice(1); // the first way begins with no edit
}
