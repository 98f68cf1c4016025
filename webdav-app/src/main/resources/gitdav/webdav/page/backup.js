// Whether it is safe: what git-backup says of the last backups, asked again and again. What is not known is not guessed.

import { decoded, mayWrite, root, send } from './dav.js';
import { agoText, h, sayError, timeElement, withSeconds } from './dom.js';

const PAUSE = 10_000; // milliseconds
const SHORT_PAUSE = 500;
const address = new URL('.gitdav/backup', root);

const line = h('span', {}, 'Asking git-backup …');
const facts = h('dl', {});
const runs = h('ol', { class: 'runs' });
const now = h('button', { type: 'button', onclick: () => backUp().catch(sayError) }, 'Back up now');
const view = h('details', { id: 'backup' }, h('summary', {}, line), h('div', { class: 'buttons' }, mayWrite && now),
  facts, h('h2', {}, 'Last runs'), runs);

let known;
let timer;

/** The line with what is behind it; kept up to date as long as the page can be seen. */
export function backupView() {
  document.addEventListener('visibilitychange', update);
  update();
  return view;
}

async function update() {
  clearTimeout(timer);
  if (document.visibilityState === 'visible') {
    await read().then(show, showUnknown);
    timer = setTimeout(update, PAUSE);
  }
}

async function read() {
  known = { ...await (await send('GET', address)).json(), at: new Date() };
}

function showUnknown() {
  view.dataset.state = 'unknown';
  line.textContent = 'Whether this is backed up is not known: git-backup does not answer. The files are all here.'
    + (known?.lastSuccess ? ` When it last answered, ${agoText(known.at)}, the last backup was of ${withSeconds.format(new Date(known.lastSuccess))}.` : '');
  now.disabled = true;
}

function show() {
  const { state, lastSuccess, changed, ...status } = known;
  const changes = changed?.count;
  now.disabled = false;
  view.dataset.state = changes && state !== 'failing' ? 'changed' : state;
  line.textContent = [
    lastSuccess ? `Backed up ${agoText(new Date(lastSuccess))}` : 'Not backed up yet',
    state === 'failing' && 'the last run failed',
    changes === 0 && 'nothing has changed since',
    changes > 0 && `${changes.toLocaleString()} changed since`,
  ].filter(part => part).join('; ') + '.';
  facts.replaceChildren(...[
    ['Last success', lastSuccess && timeElement(new Date(lastSuccess))],
    ['Next run', timeElement(new Date(status.next))],
    ['Changed since', changes && list(changed.paths.map(decoded), changes)],
    ['Commit', status.commit],
    ['Not pushed', status.unpushedCommits ? `${status.unpushedCommits} commits wait in the git store` : 'nothing'],
    ['Skipped', status.skipped?.length && list(status.skipped, status.skipped.length)],
    ['At the start', status.atStart?.verdict],
    ['Verified', status.verified && status.verified.result],
  ].filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
  runs.replaceChildren(...status.runs.map(run => h('li', { class: run.ok ? 'ok' : 'failed' },
    timeElement(new Date(run.at), withSeconds), ': ', run.result)));
}

function list(lines, all) {
  return h('ul', {}, ...lines.slice(0, 20).map(text => h('li', {}, text)), all > 20 && h('li', {}, `and ${all - 20} more`));
}

/** Asks for a backup and waits for its end: the first run that ends from now on. */
async function backUp() {
  const before = known?.lastRun?.at;
  now.disabled = true;
  line.textContent = 'Backing up …';
  try {
    await send('POST', address);
    do {
      await new Promise(resolve => setTimeout(resolve, SHORT_PAUSE));
      await read();
    } while (known.lastRun?.at === before);
  } finally {
    await update();
  }
}
